package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Primitive;

import java.util.List;

/// Where the largest value stands.
@AutoService({Op.class, Primitive.class})
public record ArgMax(List<Integer> axes) implements ArgReduction {
    public ArgMax() {
        this(List.of());
    }

    public ArgMax {
        axes = List.copyOf(axes);
    }

    @Override
    public String name() {
        return "argmax";
    }

    @Override
    public Reducer reducer() {
        return Reducer.ARG_MAX;
    }

    @Override
    public ArgMax over(List<Integer> newAxes) {
        return new ArgMax(newAxes);
    }

    @Override
    public String summary() {
        return "The position (`i32`) of the first largest value along `axis`; along several axes, or all of them where it is "
                + "left out, positions count through them in row-major order. `keep: true` leaves the axes with size 1. "
                + "No gradient flows through it.";
    }
}
