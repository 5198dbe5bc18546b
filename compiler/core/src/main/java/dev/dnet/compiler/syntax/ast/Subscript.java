package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// One place between the brackets of `x[…]`.
public sealed interface Subscript extends Node {

    /// An index (drops the axis), or an `Expr.Axes`.
    record At(Span span, Expr index) implements Subscript {}

    /// `start:stop:step`, each optional; `:` alone is the whole axis.
    record Slice(Span span, Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step)
            implements Subscript {}
}
