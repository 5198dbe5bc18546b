package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Primitive;

import java.util.List;

/// Where the smallest value stands.
@AutoService({Op.class, Primitive.class})
public record ArgMin(List<Integer> axes) implements ArgReduction {
    public ArgMin() {
        this(List.of());
    }

    public ArgMin {
        axes = List.copyOf(axes);
    }

    @Override
    public String name() {
        return "argmin";
    }

    @Override
    public Reducer reducer() {
        return Reducer.ARG_MIN;
    }

    @Override
    public ArgMin over(List<Integer> newAxes) {
        return new ArgMin(newAxes);
    }

    @Override
    public String summary() {
        return "The position (`i32`) of the first smallest value along `axis`; along several axes, or all of them where it is "
                + "left out, positions count through them in row-major order. `keep: true` leaves the axes with size 1. "
                + "No gradient flows through it.";
    }
}
