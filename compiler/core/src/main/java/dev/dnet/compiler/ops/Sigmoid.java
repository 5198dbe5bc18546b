package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The logistic function: `σ′ = σ (1 - σ)`.
@AutoService({Op.class, Primitive.class})
public record Sigmoid() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.SIGMOID;
    }

    @Override
    public String summary() {
        return "The logistic function `σ(x) = 1 / (1 + e⁻ˣ)`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(
                Optional.of(
                        Formulas.mul(dy, Formulas.mul(y, Formulas.sub(Formulas.like(y, 1), y)))));
    }
}
