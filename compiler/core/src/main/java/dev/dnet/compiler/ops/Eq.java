package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

/// `x == y`, a bool.
@AutoService({Op.class, Primitive.class})
public record Eq() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.EQ;
    }

    @Override
    public String summary() {
        return "Whether `x` is equal to `y` (`x == y`), element by element.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return true;
    }
}
