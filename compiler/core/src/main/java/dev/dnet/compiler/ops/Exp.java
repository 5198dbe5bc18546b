package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `eˣ`.
@AutoService({Op.class, Primitive.class})
public record Exp() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.EXP;
    }

    @Override
    public String summary() {
        return "The exponential `eˣ`, element by element.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.mul(dy, y)));
    }
}
