package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

/// Everything in the syntax tree: it knows where it was written.
public interface Node {
    Span span();
}
