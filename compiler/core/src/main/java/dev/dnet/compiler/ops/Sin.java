package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The sine.
@AutoService({Op.class, Primitive.class})
public record Sin() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.SIN;
    }

    @Override
    public String summary() {
        return "The sine of `x` in radians, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.mul(dy, Formulas.cos(x.getFirst()))));
    }
}
