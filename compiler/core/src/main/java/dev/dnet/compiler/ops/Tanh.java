package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The hyperbolic tangent: `tanh′ = 1 - tanh²`.
@AutoService({Op.class, Primitive.class})
public record Tanh() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.TANH;
    }

    @Override
    public String summary() {
        return "The hyperbolic tangent `(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(
                Optional.of(
                        Formulas.mul(dy, Formulas.sub(Formulas.like(y, 1), Formulas.mul(y, y)))));
    }
}
