package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

/// `x or y` of bools.
@AutoService({Op.class, Primitive.class})
public record Or() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.OR;
    }

    @Override
    public String summary() {
        return "Whether `x` or `y` is true, or both (`x or y`), element by element.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return type == ElementType.BOOL;
    }
}
