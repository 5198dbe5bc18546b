package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.pass.Pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// A method of a small program with numbers for its inputs: interpreted with nothing but gradients
/// expanded, after all passes, and as emitted Java, which must agree.
final class Evaluated {
    private static final double SAME = 1e-9;
    private static final double STEP = 1e-4;

    private final Graph expanded;
    private final Graph optimised;

    private Evaluated(Graph graph) {
        this.expanded =
                assertInstanceOf(
                                Differentiated.Done.class,
                                Autodiff.differentiate(graph),
                                () -> Programs.print(graph))
                        .graph();
        var diagnostics = new Diagnostics();
        this.optimised = Pipeline.standard().run(graph, diagnostics, List.of()).orElseThrow();
    }

    static Evaluated method(String text, String program, String method) {
        return new Evaluated(Programs.graph(Programs.program(text, program), method));
    }

    /// The method `apply` of the model `M`.
    static Evaluated of(String text) {
        return method(text, "M", "apply");
    }

    Graph optimised() {
        return optimised;
    }

    Map<String, NdArray> run(Map<String, NdArray> inputs) {
        var results = Interpreter.run(expanded, inputs).results();
        assertSame(results, Interpreter.run(optimised, inputs).results(), "after the passes");
        return results;
    }

    Map<String, NdArray> writes(Map<String, NdArray> inputs) {
        return Interpreter.run(optimised, inputs).writes();
    }

    /// The same, and the emitted Java; for programs of f64.
    Map<String, NdArray> runEverywhere(Map<String, NdArray> inputs) {
        var results = run(inputs);
        var emitted = emitted(inputs);
        emitted.keySet().retainAll(results.keySet());
        assertSame(results, emitted, "emitted");
        return results;
    }

    /// What the emitted Java gives, also the answers of checks.
    Map<String, NdArray> emitted(Map<String, NdArray> inputs) {
        var emitted = EmittedGraph.of(optimised, Lowering.Mode.FUSED);
        return new HashMap<>(emitted.run(inputs, Width.PLAIN, 1));
    }

    NdArray result(Map<String, NdArray> inputs) {
        return run(inputs).values().iterator().next();
    }

    private static void assertSame(
            Map<String, NdArray> expected, Map<String, NdArray> actual, String what) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach(
                (name, value) -> assertNear(value, at(actual, name), SAME, name + " " + what));
    }

    static NdArray at(Map<String, NdArray> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    static void assertNear(NdArray expected, NdArray actual, double tolerance, String what) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        for (int i = 0; i < expected.size(); i++) {
            double value = expected.data()[i];
            assertEquals(
                    value,
                    actual.data()[i],
                    tolerance * (1 + Math.abs(value)),
                    what + " at " + i + ": " + expected + " and " + actual);
        }
    }

    /// The slope of a function of the inputs by each element of one of them: five points, so that
    /// the error is of the fourth order.
    static NdArray differences(
            Map<String, NdArray> inputs, String by, ToDoubleFunction<Map<String, NdArray>> of) {
        var x = at(inputs, by);
        var slopes = new double[x.size()];
        for (int i = 0; i < slopes.length; i++) {
            double near = at(inputs, by, i, STEP, of) - at(inputs, by, i, -STEP, of);
            double far = at(inputs, by, i, 2 * STEP, of) - at(inputs, by, i, -2 * STEP, of);
            slopes[i] = (8 * near - far) / (12 * STEP);
        }
        return new NdArray(x.shape(), slopes);
    }

    private static double at(
            Map<String, NdArray> inputs,
            String by,
            int element,
            double step,
            ToDoubleFunction<Map<String, NdArray>> of) {
        var moved = new HashMap<>(inputs);
        var x = at(inputs, by);
        var data = x.data().clone();
        data[element] += step;
        moved.put(by, new NdArray(x.shape(), data));
        return of.applyAsDouble(moved);
    }
}
