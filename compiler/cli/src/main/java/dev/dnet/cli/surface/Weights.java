package dev.dnet.cli.surface;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A place in the space of weights, or a direction there: numbers for each variable.
public record Weights(SequencedMap<String, double[]> values) {

    /// The floats among the variables that are asked for.
    public static Weights of(SequencedMap<String, Tensor> variables, Predicate<String> wanted) {
        var values = new LinkedHashMap<String, double[]>();
        variables.forEach((name, tensor) -> {
            if (tensor.type().isFloat() && wanted.test(name)) {
                int count = Math.toIntExact(tensor.count());
                values.put(name, IntStream.range(0, count).mapToDouble(tensor::valueAt).toArray());
            }
        });
        return new Weights(values);
    }

    /// A direction by chance that is as long as this in each variable, so that a step says as much
    /// whatever the scale of a layer: Li et al., "Visualizing the loss landscape of neural nets"
    /// (2018).
    public Weights randomDirection(long seed) {
        var random = new Random(seed);
        var direction = new LinkedHashMap<String, double[]>();
        values.forEach((name, here) -> {
            var step = new double[here.length];
            Arrays.setAll(step, k -> random.nextGaussian());
            double scale = length(here) / Math.max(length(step), Double.MIN_NORMAL);
            Arrays.setAll(step, k -> step[k] * scale);
            direction.put(name, step);
        });
        return new Weights(direction);
    }

    private static double length(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /// So many times a direction from here; it has the same variables.
    public Weights plus(double times, Weights direction) {
        var moved = new LinkedHashMap<String, double[]>();
        values.forEach((name, here) -> {
            var step = direction.values.getOrDefault(name, here);
            var there = new double[here.length];
            Arrays.setAll(there, k -> here[k] + times * step[k]);
            moved.put(name, there);
        });
        return new Weights(moved);
    }

    /// Puts the numbers into the variables.
    public void copyInto(SequencedMap<String, Tensor> variables) {
        variables.forEach((name, variable) -> {
            var numbers = values.get(name);
            if (numbers != null) {
                variable.copyFrom(tensor(numbers, variable));
            }
        });
    }

    private static Tensor tensor(double[] values, Tensor like) {
        if (like.type() == ElementType.F64) {
            return Tensor.of(values, like.shape());
        }
        var floats = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            floats[k] = (float) values[k];
        }
        return Tensor.of(like.type(), floats, like.shape());
    }
}
