package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// `x div y` of whole numbers, rounded down.
@AutoService({Op.class, Primitive.class})
public record FloorDiv() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.FLOOR_DIV;
    }

    @Override
    public String summary() {
        return "The quotient `x div y` of whole numbers, rounded down: `-7 div 2` is `-4`.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return type.isInteger();
    }

    @Override
    public String elementHelp() {
        return "of floats write floor(x / y)";
    }

    /// `x div 1` is `x`.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        return Known.is(x.get(1), 1) ? Optional.of(x.get(0)) : Optional.empty();
    }
}
