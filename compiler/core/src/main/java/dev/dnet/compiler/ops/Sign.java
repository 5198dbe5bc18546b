package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;

/// -1, 0 or 1.
@AutoService({Op.class, Primitive.class})
public record Sign() implements PiecewiseConstant {

    @Override
    public Fn fn() {
        return Fn.SIGN;
    }

    @Override
    public String summary() {
        return "The sign of `x`: -1, 0 or 1. No gradient flows through it.";
    }
}
