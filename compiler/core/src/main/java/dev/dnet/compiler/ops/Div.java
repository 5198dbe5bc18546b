package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import java.util.List;
import java.util.Optional;

/// `x / y` of floats; whole numbers are divided by [FloorDiv].
@AutoService({Op.class, Primitive.class})
public record Div() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.DIV;
    }

    @Override
    public String summary() {
        return "The quotient `x / y` of floats, element by element; whole numbers are divided by `div`.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var dx = Formulas.div(dy, x.get(1));
        return List.of(Optional.of(dx), Optional.of(Formulas.neg(Formulas.mul(dx, y))));
    }
}
