package dev.dnet.cli.surface;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Values along a line of weights, or over a plane: `values[j][i]` at `along[i]` and `across[j]`.
///
/// @param across one 0 where it is a line
public record Slice(double[] along, double[] across, double[][] values) {

    /// Along one direction.
    public static Slice line(
            Weights at, Weights direction, double[] along, ToDoubleFunction<Weights> value) {
        var values =
                IntStream.range(0, along.length)
                        .mapToDouble(i -> value.applyAsDouble(at.plus(along[i], direction)))
                        .toArray();
        return new Slice(along, new double[] {0}, new double[][] {values});
    }

    /// Over two directions, as far along both.
    public static Slice plane(
            Weights at,
            Weights first,
            Weights second,
            double[] far,
            ToDoubleFunction<Weights> value) {
        var values = new double[far.length][];
        for (int j = 0; j < far.length; j++) {
            values[j] = line(at.plus(far[j], second), first, far, value).values[0];
        }
        return new Slice(far, far, values);
    }

    /// Numbers at equal distances around 0, and 0 itself.
    public static double[] around(double far, int points) {
        return IntStream.range(0, points)
                .mapToDouble(i -> far * (2 * i - (points - 1)) / (points - 1))
                .toArray();
    }

    /// Numbers at equal distances from 0 to 1, both included, and beyond them.
    public static double[] between(double beyond, int points) {
        int more = (int) Math.ceil(beyond * (points - 1));
        return IntStream.range(-more, points + more)
                .mapToDouble(i -> (double) i / (points - 1))
                .toArray();
    }

    /// How far a line rises over the chord between the places 0 and 1, at most.
    public double barrier() {
        double start = at(0);
        double end = at(1);
        return IntStream.range(0, along.length)
                .filter(i -> along[i] >= 0 && along[i] <= 1)
                .mapToDouble(i -> values[0][i] - (start + (end - start) * along[i]))
                .max()
                .orElse(0);
    }

    /// Without what is not finite: far from every minimum a loss may be too large for its numbers.
    public double lowest() {
        return finite().min().orElse(Double.NaN);
    }

    public double highest() {
        return finite().max().orElse(Double.NaN);
    }

    /// How many points have no finite value.
    public long lost() {
        return (long) along.length * across.length - finite().count();
    }

    private DoubleStream finite() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite);
    }

    /// The value at a point of a line.
    public double at(double place) {
        return IntStream.range(0, along.length)
                .filter(i -> along[i] == place)
                .mapToDouble(i -> values[0][i])
                .findFirst()
                .orElseThrow();
    }
}
