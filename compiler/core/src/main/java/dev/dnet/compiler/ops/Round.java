package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

/// The nearest whole number, still as a float.
@AutoService({Op.class, Primitive.class})
public record Round() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.ROUND;
    }

    @Override
    public String summary() {
        return "The whole number nearest to `x`, as a float; halves go to the even neighbour. No gradient flows through it.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return type.isFloat();
    }
}
