package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.Op;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An operator whose reverse derivative is written as formulas, and what it is for all turns of a
/// loop at once.
public interface Differentiable extends Op {

    /// The cotangent of each operand; empty where none flows.
    List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy);

    /// The results of all turns of a loop at once, of operands that differ from turn to turn: a
    /// stack of them, or one value where it is the same in all turns. Nothing where only a loop has
    /// them. An operator without operands is not asked.
    default Optional<Expr> stacked(Stacks x) {
        return Optional.empty();
    }

    @Override
    default List<OptionalInt> gradient(Vjp v) {
        var x = v.operands().stream().map(o -> new Expr(v.graph(), o)).toList();
        var y = new Expr(v.graph(), v.result());
        return cotangents(x, y, new Expr(v.graph(), v.cotangent())).stream()
                .map(c -> c.map(e -> OptionalInt.of(e.value())).orElse(OptionalInt.empty()))
                .toList();
    }
}
