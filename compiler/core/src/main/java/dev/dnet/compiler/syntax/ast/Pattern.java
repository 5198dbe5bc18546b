package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;

/// What a value is bound to.
public sealed interface Pattern extends Node {

    record Bind(Span span, Ident name) implements Pattern {}

    /// `_`: not used.
    record Ignore(Span span) implements Pattern {}

    record Tuple(Span span, List<Pattern> parts) implements Pattern {

        public Tuple {
            parts = List.copyOf(parts);
        }
    }
}
