package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

/// The bindings of `fold`, `scan`, `loop` and comprehensions.
public sealed interface Binding extends Node {

    /// `b in blocks`.
    record In(Span span, Pattern pattern, Expr list) implements Binding {}

    /// `h = x`: carried from turn to turn.
    record Carry(Span span, Pattern pattern, Expr start) implements Binding {}
}
