package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The cosine.
@AutoService({Op.class, Primitive.class})
public record Cos() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.COS;
    }

    @Override
    public String summary() {
        return "The cosine of `x` in radians, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.neg(Formulas.mul(dy, Formulas.sin(x.getFirst())))));
    }
}
