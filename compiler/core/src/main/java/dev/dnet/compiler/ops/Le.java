package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;

/// `x <= y`, a bool.
@AutoService({Op.class, Primitive.class})
public record Le() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.LE;
    }

    @Override
    public String summary() {
        return "Whether `x` is at most `y` (`x <= y`), element by element.";
    }
}
