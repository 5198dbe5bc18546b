package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `1 / √x`.
@AutoService({Op.class, Primitive.class})
public record Rsqrt() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.RSQRT;
    }

    @Override
    public String summary() {
        return "The reciprocal square root `1 / √x`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(
                Optional.of(
                        Formulas.mul(Formulas.mul(dy, -0.5), Formulas.mul(y, Formulas.mul(y, y)))));
    }

    @Override
    public List<Example.Values> domain() {
        return List.of(Example.Values.POSITIVE);
    }
}
