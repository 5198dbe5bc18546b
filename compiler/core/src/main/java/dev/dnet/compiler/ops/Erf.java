package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// The error function: `erf′(x) = 2 / √π · e^(-x²)`.
@AutoService({Op.class, Primitive.class})
public record Erf() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.ERF;
    }

    @Override
    public String summary() {
        return "The error function `erf(x) = 2 / √π ∫₀ˣ e^(-t²) dt`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var bell = Formulas.exp(Formulas.neg(Formulas.mul(x.getFirst(), x.getFirst())));
        return List.of(Optional.of(Formulas.mul(dy, Formulas.mul(bell, 2 / Math.sqrt(Math.PI)))));
    }
}
