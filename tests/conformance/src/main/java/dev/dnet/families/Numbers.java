package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Small things about numbers that several rows need.
final class Numbers {
    private static final double STEP = 3e-4;

    private Numbers() {}

    /// Normal numbers.
    static double[] normal(Random random, int count) {
        return random.doubles(count).map(u -> random.nextGaussian()).toArray();
    }

    static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    static Tensor whole(List<Integer> values) {
        return Tensor.of(values.stream().mapToInt(v -> v).toArray(), values.size());
    }

    static double[] doubles(Tensor tensor) {
        return IntStream.range(0, Math.toIntExact(tensor.count()))
                .mapToDouble(tensor::valueAt)
                .toArray();
    }

    /// The largest difference of an element, as a share of 1 + its size.
    static double apart(double[] wanted, Tensor got) {
        return apart(wanted, doubles(got));
    }

    static double apart(double[] wanted, double[] got) {
        if (wanted.length != got.length) {
            throw new IllegalArgumentException(wanted.length + " numbers and " + got.length);
        }
        double most = 0;
        for (int i = 0; i < wanted.length; i++) {
            double off = Math.abs(wanted[i] - got[i]) / (1 + Math.abs(wanted[i]));
            most = Double.isNaN(off) ? Double.POSITIVE_INFINITY : Math.max(most, off);
        }
        return most;
    }

    /// The slope of f by each number of x, by differences of five points.
    static double[] slopes(ToDoubleFunction<double[]> f, double[] x) {
        var slopes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double near = moved(f, x, i, STEP) - moved(f, x, i, -STEP);
            double far = moved(f, x, i, 2 * STEP) - moved(f, x, i, -2 * STEP);
            slopes[i] = (8 * near - far) / (12 * STEP);
        }
        return slopes;
    }

    private static double moved(ToDoubleFunction<double[]> f, double[] x, int i, double by) {
        var moved = x.clone();
        moved[i] += by;
        return f.applyAsDouble(moved);
    }
}
