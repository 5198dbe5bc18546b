package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

/// A name as it was written, at its place.
public record Ident(Span span, String text) implements Node {

    /// Whether it starts with a capital: a free size or a type.
    public boolean isCapital() {
        return Character.isUpperCase(text.codePointAt(0));
    }

    @Override
    public String toString() {
        return text;
    }
}
