package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `x + y`.
@AutoService({Op.class, Primitive.class})
public record Add() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.ADD;
    }

    @Override
    public String summary() {
        return "The sum `x + y`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy), Optional.of(dy));
    }

    /// `x + 0` is `x`, and a negative summand is subtracted.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        var a = x.get(0);
        var b = x.get(1);
        if (Known.is(b, 0)) {
            return Optional.of(a);
        }
        if (Known.is(a, 0)) {
            return Optional.of(b);
        }
        return Known.argument(b, Neg.class)
                .map(positive -> Formulas.sub(a, positive))
                .or(() -> Known.argument(a, Neg.class).map(positive -> Formulas.sub(b, positive)));
    }
}
