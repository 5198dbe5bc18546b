package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;

/// `x >= y`, a bool.
@AutoService({Op.class, Primitive.class})
public record Ge() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.GE;
    }

    @Override
    public String summary() {
        return "Whether `x` is at least `y` (`x >= y`), element by element.";
    }
}
