package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `x - y`.
@AutoService({Op.class, Primitive.class})
public record Sub() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.SUB;
    }

    @Override
    public String summary() {
        return "The difference `x - y`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy), Optional.of(Formulas.neg(dy)));
    }

    /// `x - 0` is `x`, `0 - x` is `-x`, and `x - -y` is `x + y`. Not `x - x`: it may be NaN.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        if (Known.is(x.get(1), 0)) {
            return Optional.of(x.get(0));
        }
        if (Known.is(x.get(0), 0)) {
            return Optional.of(Formulas.neg(x.get(1)));
        }
        return Known.argument(x.get(1), Neg.class)
                .map(positive -> Formulas.add(x.get(0), positive));
    }
}
