package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.pass.Pipeline;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Optimizers that serve whole layers.
class LayerOptimizerTest {

    /// Its rule writes what it reads of the layer, so that the test can.
    private static final String PROBE =
            """
            use nn.{Linear, Sgd, zeros, ones}

            optimizer Probe(lr: f32) on l: Linear {
                let wide = l.in + 1
                slot x: f32[wide] ~ zeros
                slot slope: f32[l.out] ~ ones
                slot seen: f32[l.out] ~ zeros
                fn (t) {
                    x <- concat(sum(l.x, axis: 0), reshape(sum(l.grad.x), [1]), axis: 0)
                    slope <- sum(l.grad.result, axis: 0)
                    seen <- sum(l.result, axis: 0)
                    l.w <- l.w - lr * l.grad.w
                    if l.bias { l.b <- l.b - lr * l.grad.b }
                }
            }

            train Two {
                let a = Linear(in: 2, out: 3)
                let b = Linear(in: 3, out: 1, bias: false)
                batch (x: f32[N, 2])
                loss = mean(b(tanh(a(x))))
                update = { "a.**": FIRST, "**": SECOND }
            }
            """;

    private static Program program(String first, String second) {
        return Programs.program(PROBE.replace("FIRST", first).replace("SECOND", second), "Two");
    }

    private static Graph compiled(Graph graph) {
        var diagnostics = new Diagnostics();
        var result = Pipeline.standard().run(graph, diagnostics, List.of());
        assertTrue(diagnostics.sorted().isEmpty());
        return result.orElseThrow();
    }

    private static Interpreter.Outcome step(Program program) {
        return Interpreter.run(
                compiled(Programs.graph(program, "step")),
                LayerOptimizerTest::input,
                Map.of("N", 4L));
    }

    private static NdArray input(Input input) {
        return switch (input.role()) {
            case KEY -> new NdArray(new long[] {2}, new double[] {5, 0});
            case STEP -> NdArray.scalar(1);
            default -> {
                double seed = input.path().hashCode() % 7;
                var shape =
                        input.declared().shape().sizes().stream()
                                .mapToLong(s -> s.isConstant() ? s.value() : 4)
                                .toArray();
                yield NdArray.generate(shape, i -> Math.sin(seed + Arrays.hashCode(i) % 13));
            }
        };
    }

    private static NdArray written(Interpreter.Outcome outcome, String path) {
        return Objects.requireNonNull(outcome.writes().get(path), path);
    }

    /// By the gradients of its parameters, such an optimizer does what one without `on` does.
    @Test
    void gradientsOfALayerAreThoseOfItsParameters() {
        var layerwise = step(program("Probe(lr: 0.5)", "Probe(lr: 0.25)"));
        var single = step(program("Sgd(lr: 0.5)", "Sgd(lr: 0.25)"));
        for (var path : List.of("a.w", "a.b", "b.w")) {
            var expected = written(single, path).data();
            var found = written(layerwise, path).data();
            for (int k = 0; k < expected.length; k++) {
                assertEquals(expected[k], found[k], 1e-12, path);
            }
        }
    }

    /// The slope of a mean by a row of the last layer's result is 1 over the number of rows.
    @Test
    void theRuleReadsWhatTheLayerGotAndGave() {
        var outcome = step(program("Sgd(lr: 0.5)", "Probe(lr: 0.25)"));
        assertEquals(1, written(outcome, "probe.slope/b").data()[0], 1e-12);
        double loss = outcome.result("loss").data()[0];
        assertEquals(4 * loss, written(outcome, "probe.seen/b").data()[0], 1e-12);
        assertEquals(4, written(outcome, "probe.x/b").data().length);
        assertTrue(
                outcome.writes().keySet().stream()
                        .noneMatch(p -> p.startsWith("probe") && p.endsWith("/a")));
    }

    @Test
    void slotsOfALayerBeginAsTheySay() {
        var program = program("Probe(lr: 0.5)", "Probe(lr: 0.5)");
        var first =
                Interpreter.run(
                        compiled(Programs.graph(program, "init")),
                        LayerOptimizerTest::input,
                        Map.of());
        assertEquals(1, written(first, "probe.slope/a").data()[2]);
        assertEquals(3, written(first, "probe.x/a").data().length);
    }
}
