package dev.dnet.runtime;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Arithmetic on shapes, and how messages write them.
public final class Shapes {
    private Shapes() {}

    /// The product of all sizes; an empty shape has one element.
    public static long count(long... shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 0) {
                throw negative(shape);
            }
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    /// A type as dnet source writes it: `f32[2, 3]`, or `f32` for a scalar.
    public static String show(ElementType type, long... shape) {
        return shape.length == 0 ? type.dnetName() : type.dnetName() + list(shape);
    }

    /// `[2, 3]`.
    public static String list(long... shape) {
        return Arrays.stream(shape)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static DnetException negative(long[] shape) {
        return new DnetException(
                "tensor/shape",
                "the shape " + list(shape) + " has a negative size",
                "sizes of 0 or more",
                "look where this shape is computed");
    }
}
