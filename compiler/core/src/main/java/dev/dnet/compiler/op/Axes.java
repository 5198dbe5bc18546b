package dev.dnet.compiler.op;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.stream.IntStream;

/// Names for the loops of an operator's nest: `i0, i1, …` over the result, `r0, r1, …` over what is
/// reduced.
public final class Axes {
    private Axes() {}

    public static List<Axis> over(Shape shape) {
        return over("i", shape);
    }

    public static List<Axis> over(String prefix, Shape shape) {
        return IntStream.range(0, shape.rank())
                .mapToObj(k -> new Axis(prefix + k, shape.size(k)))
                .toList();
    }

    public static List<Size> indices(List<Axis> axes) {
        return axes.stream().map(Axis::index).toList();
    }
}
