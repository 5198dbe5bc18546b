package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Primitive;

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
}
