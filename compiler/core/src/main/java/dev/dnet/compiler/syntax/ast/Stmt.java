package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// What may stand in a block, before its value.
public sealed interface Stmt extends Node {

    /// `let (a, b): T = e when c`; also a constant of the top level, a part of a model, a value of
    /// a `train` block.
    record Let(
            Span span,
            String doc,
            Pattern pattern,
            Optional<TypeExpr> type,
            Expr value,
            Optional<Expr> when)
            implements Stmt, Decl, TrainItem {}

    /// `mean <- e`, `k[:, :, pos] <- e`: the only write.
    record Write(Span span, Expr target, Expr value) implements Stmt {}

    /// An expression for its writes, nearly always an `if` without a value.
    record Eval(Span span, Expr value) implements Stmt {}

    /// `assert K == 3, "message"`.
    record Assert(Span span, Expr condition, Optional<Expr> message)
            implements Stmt, Member, TrainItem {}

    /// `next (h, c)` in `scan` and `loop`: the carried values of the next turn.
    record Next(Span span, Expr value) implements Stmt {}

    /// `yield h` in `scan`: this turn's slice of the stacked result.
    record Yield(Span span, Expr value) implements Stmt {}
}
