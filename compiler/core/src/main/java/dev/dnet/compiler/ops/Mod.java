package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `x % y`, with the sign of the divisor.
@AutoService({Op.class, Primitive.class})
public record Mod() implements Elementwise {

    @Override
    public Fn fn() {
        return Fn.MOD;
    }

    @Override
    public String summary() {
        return "The remainder `x % y = x - floor(x / y) * y`, which has the sign of `y`: `-7 % 3` is `2`.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var whole = Formulas.floor(Formulas.div(x.get(0), x.get(1)));
        return List.of(Optional.of(dy), Optional.of(Formulas.neg(Formulas.mul(dy, whole))));
    }
}
