package dev.dnet.testing;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The float64 interpreter on the graph as elaboration would leave it, with nothing but gradients
/// expanded; and how much its results move when numbers are rounded as a target rounds them.
public final class Oracle {
    private static final int RUNS = 3;
    private static final double BASE = 1e-4;
    private static final double MARGIN = 8;
    private static final double UNSTABLE = 1e-2;

    /// The same where there are floats of 16 bits.
    private static final double UNSTABLE_HALF = 0.1;

    private static final double LARGEST = 1e6;

    private Oracle() {}

    public static Reading read(Sample sample) {
        return switch (Autodiff.differentiate(sample.graph())) {
            case Differentiated.Refused r -> new Reading.Unsteady(Reading.Reason.NO_GRADIENT);
            case Differentiated.Done d -> read(d.graph(), sample);
        };
    }

    private static Reading read(Graph graph, Sample sample) {
        var exact = run(graph, sample, Interpreter.Observer.NONE);
        if (exact.values().stream().anyMatch(Oracle::isWild)) {
            return new Reading.Unsteady(Reading.Reason.WILD);
        }
        var moved = new ArrayList<Map<String, NdArray>>();
        moved.add(run(graph, sample, Rounding.nearest(graph)));
        for (int i = 0; i < RUNS; i++) {
            moved.add(run(graph, sample, Rounding.random(graph, sample.seed() * RUNS + i)));
        }
        var tolerance = new LinkedHashMap<String, NdArray>();
        exact.forEach((name, value) -> tolerance.put(name, tolerance(name, value, moved)));
        boolean half = graph.instrs().stream().anyMatch(i -> i.type().element().isHalf());
        double most = half ? UNSTABLE_HALF : UNSTABLE;
        return exact.entrySet().stream()
                        .anyMatch(e -> isUnstable(e.getValue(), of(tolerance, e.getKey()), most))
                ? new Reading.Unsteady(Reading.Reason.UNSTABLE)
                : new Reading.Steady(exact, tolerance);
    }

    private static Map<String, NdArray> run(
            Graph graph, Sample sample, Interpreter.Observer observer) {
        Function<Input, NdArray> inputs = input -> of(sample.inputs(), input.path());
        return Reading.outputs(Interpreter.run(graph, inputs, Map.of(), observer));
    }

    private static NdArray of(Map<String, NdArray> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }

    private static boolean isWild(NdArray value) {
        return Arrays.stream(value.data()).anyMatch(v -> !(Math.abs(v) <= LARGEST));
    }

    private static NdArray tolerance(String name, NdArray exact, List<Map<String, NdArray>> moved) {
        var tolerance = exact.map(v -> BASE * (1 + Math.abs(v)));
        for (var run : moved) {
            var distance = exact.zip(of(run, name), (a, b) -> MARGIN * distance(a, b));
            tolerance = tolerance.zip(distance, (base, far) -> Math.max(base, BASE + far));
        }
        return tolerance;
    }

    private static double distance(double a, double b) {
        return Double.isNaN(b) ? Double.POSITIVE_INFINITY : Math.abs(a - b);
    }

    private static boolean isUnstable(NdArray value, NdArray tolerance, double most) {
        for (int i = 0; i < value.size(); i++) {
            if (!(tolerance.data()[i] <= most * (1 + Math.abs(value.data()[i])))) {
                return true;
            }
        }
        return false;
    }
}
