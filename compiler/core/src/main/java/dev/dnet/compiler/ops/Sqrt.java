package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `√x`.
@AutoService({Op.class, Primitive.class})
public record Sqrt() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.SQRT;
    }

    @Override
    public String summary() {
        return "The square root `√x`, element by element; NaN below 0.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.mul(Formulas.div(dy, y), 0.5)));
    }

    @Override
    public List<Example.Values> domain() {
        return List.of(Example.Values.POSITIVE);
    }
}
