package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

/// `x and y` of bools.
@AutoService({Op.class, Primitive.class})
public record And() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.AND;
    }

    @Override
    public String summary() {
        return "Whether both `x` and `y` are true (`x and y`), element by element.";
    }

    @Override
    public boolean accepts(ElementType type) {
        return type == ElementType.BOOL;
    }
}
