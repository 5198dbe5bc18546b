package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `x * y`.
@AutoService({Op.class, Primitive.class})
public record Mul() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.MUL;
    }

    @Override
    public String summary() {
        return "The product `x * y`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(
                Optional.of(Formulas.mul(dy, x.get(1))), Optional.of(Formulas.mul(dy, x.get(0))));
    }

    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        return by(x.get(0), x.get(1))
                .or(() -> by(x.get(1), x.get(0)))
                .or(() -> negatives(x.get(0), x.get(1)));
    }

    /// `x * 1` is `x`, `x * -1` is `-x`; `x * 0` is 0 for whole numbers only, since NaN and ∞ are
    /// not.
    private static Optional<Expr> by(Expr x, Expr factor) {
        if (Known.is(factor, 1)) {
            return Optional.of(x);
        }
        if (Known.is(factor, -1)) {
            return Optional.of(Formulas.neg(x));
        }
        return Known.is(factor, 0) && !x.type().isFloat() ? Optional.of(factor) : Optional.empty();
    }

    /// `-x * -y` is `x * y`.
    private static Optional<Expr> negatives(Expr x, Expr y) {
        return Known.argument(x, Neg.class)
                .flatMap(a -> Known.argument(y, Neg.class).map(b -> Formulas.mul(a, b)));
    }
}
