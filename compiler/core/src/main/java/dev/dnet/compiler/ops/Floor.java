package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

/// The largest whole number that is not above `x`, still as a float.
@AutoService({Op.class, Primitive.class})
public record Floor() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.FLOOR;
    }

    @Override
    public String summary() {
        return "The largest whole number that is not above `x`, as a float. No gradient flows through it.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return type.isFloat();
    }
}
