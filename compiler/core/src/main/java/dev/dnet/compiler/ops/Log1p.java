package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `ln(1 + x)`, exact for small `x`.
@AutoService({Op.class, Primitive.class})
public record Log1p() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.LOG1P;
    }

    @Override
    public String summary() {
        return "`ln(1 + x)`, element by element, exact where `x` is small.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.div(dy, Formulas.add(x.getFirst(), 1))));
    }

    @Override
    public List<Example.Values> domain() {
        return List.of(Example.Values.POSITIVE);
    }
}
