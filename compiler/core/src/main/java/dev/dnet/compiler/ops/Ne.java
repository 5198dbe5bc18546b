package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

/// `x != y`, a bool.
@AutoService({Op.class, Primitive.class})
public record Ne() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.NE;
    }

    @Override
    public String summary() {
        return "Whether `x` differs from `y` (`x != y`), element by element.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return true;
    }
}
