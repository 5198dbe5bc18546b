package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Ran.all;
import static dev.dnet.compiler.elaborate.Ran.assertNear;
import static dev.dnet.compiler.elaborate.Ran.graph;
import static dev.dnet.compiler.elaborate.Ran.inputs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.loops.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/// Loops over time as a user writes them: their values, their gradients, what they leave behind,
/// and the memory that they take.
class LoopTest {
    private static final String LSTM =
            """
            use nn.{zeros, glorot, Sgd}
            model Lstm(in: int = 3, hidden: int = 4) {
                param wx: f32[4 * hidden, in] ~ glorot
                param wh: f32[4 * hidden, hidden] ~ glorot
                param b: f32[4 * hidden] ~ zeros
                state turns: f32 ~ zeros

                fn (xs: f32[T, N, in]) -> f32[T, N, hidden] {
                    let (hs, _) = scan x in xs, h = f32[N, hidden] ~ zeros, c = f32[N, hidden] ~ zeros {
                        let (i, f, o, g) = split(x @ wx.T + h @ wh.T + b, 4, axis: 1)
                        let c2 = sigmoid(f) * c + sigmoid(i) * tanh(g)
                        let h2 = sigmoid(o) * tanh(c2)
                        turns <- turns + 1
                        next (h2, c2)
                        yield h2
                    }
                    hs + 0.01 * (f32[T, N, hidden] ~ uniform)
                }
            }
            train Fit {
                let net = Lstm()
                batch (x: f32[T, N, 3], y: f32[T, N, 4])
                loss = mean((NET - y) ** 2)
                update = Sgd(lr: 1)
            }
            """;

    private static final Map<String, Long> SIZES = Map.of("T", 7L, "N", 2L);

    private static Graph step(String net) {
        return graph(LSTM.replace("NET", net), "Fit", "step");
    }

    private static Map<String, NdArray> run(Graph graph) {
        return all(Interpreter.run(graph, inputs(graph, SIZES)));
    }

    @ParameterizedTest
    @EnumSource(Lowering.Mode.class)
    void aStepOfTrainingRunsAsTheInterpreterSays(Lowering.Mode mode) {
        for (var net : List.of("net(x)", "remat(every: 3) { net(x) }", "remat { net(x) }")) {
            var graph = step(net);
            var inputs = inputs(graph, SIZES);
            var wanted = all(Interpreter.run(graph, inputs));
            var emitted = EmittedGraph.of(graph, mode);
            for (var width : List.of(Width.PLAIN, Width.BITS_128, Width.BITS_512)) {
                assertNear(wanted, emitted.run(inputs, width, 1), 1e-5);
                assertNear(wanted, emitted.run(inputs, width, 2), 1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remat(every: 1) { net(x) }",
                "remat(every: 3) { net(x) }",
                "remat(every: 7) { net(x) }",
                "remat(every: 9) { net(x) }",
                "remat { net(x) }",
                "remat { remat(every: 2) { net(x) } }"
            })
    void computingAgainChangesNothing(String net) {
        assertNear(run(step("net(x)")), run(step(net)), 1e-12);
    }

    @Test
    void aLoopCarriesTheStateThatItWrites() {
        var graph = step("net(x)");
        var before = requireNonNull(inputs(graph, SIZES).get("net.turns"));
        var after = requireNonNull(run(graph).get("net.turns"));
        assertEquals(before.at() + 7, after.at(), 1e-12);
    }

    private static final String DRAWS =
            """
            use nn.{zeros}
            model Draws() {
                fn (x: f32[T, N]) -> f32[T, N] {
                    let (all, _) = scan r in x, s = f32[N] ~ zeros {
                        let (two, _) = scan q in 0..2, p = f32[N] ~ zeros {
                            next p
                            yield f32[N] ~ uniform
                        }
                        next s
                        yield two[0] - two[1]
                    }
                    all
                }
            }
            """;

    /// Each turn draws its own numbers, in loops within loops too, and cutting a loop into segments
    /// changes none.
    @Test
    void turnsDrawTheirOwnNumbers() {
        var graph = graph(DRAWS, "Draws", "apply");
        var drawn = requireNonNull(run(graph).get("result"));
        for (int k = 0; k < drawn.size(); k++) {
            assertNotEquals(0, drawn.data()[k]);
            for (int j = 0; j < k; j++) {
                assertNotEquals(drawn.data()[j], drawn.data()[k]);
            }
        }
        var cut = DRAWS.replace("let (all, _) = scan", "let (all, _) = remat(every: 2) { scan");
        cut = cut.replace("yield two[0] - two[1]\n        }", "yield two[0] - two[1]\n        }}");
        assertNear(Map.of("result", drawn), run(graph(cut, "Draws", "apply")), 0);
        assertNear(
                Map.of("result", drawn),
                EmittedGraph.of(graph, Lowering.Mode.FUSED)
                        .run(inputs(graph, SIZES), Width.BITS_256, 2),
                1e-6);
    }

    private static final String DERIVATIVES =
            """
            use nn.{zeros}
            fn roll(x: f64[T, 3], w: f64[3, 3]) -> f64 {
                let (ys, last) = scan r in x, h = f64[3] ~ zeros {
                    let h2 = tanh(h @ w + r)
                    next h2
                    yield sum(h2 * h2)
                }
                sum(ys) + sum(sin(last))
            }
            model Derivatives() {
                fn (x: f64[T, 3], w: f64[3, 3], v: f64[3, 3]) -> (
                    y: f64, slope: f64, tangent: f64, along: f64[3, 3], twice: f64[3, 3]) {
                    let g = grad(fn (w) => roll(x, w))
                    let slope = sum(g(w) * v)
                    let e = 1e-4
                    (
                        roll(x, w),
                        slope,
                        jvp(fn (w) => roll(x, w))(w, v),
                        hvp(fn (w) => roll(x, w))(w, v),
                        (g(w + e * v) - g(w - e * v)) / (2 * e)
                    )
                }
            }
            """;

    @Test
    void derivativesOfEveryKindGoThroughALoop() {
        var found = run(graph(DERIVATIVES, "Derivatives", "apply"));
        var slope = requireNonNull(found.get("slope"));
        var twice = requireNonNull(found.get("twice"));
        assertNear(Map.of("tangent", slope), found, 1e-12);
        assertNear(Map.of("along", twice), found, 1e-6);
    }

    private static final String ROOT =
            """
            model Root() {
                fn (x: f32[N]) -> (root: f32[N], turns: i32) {
                    let a = abs(x) + 0.1
                    loop (y, n) = (a, 0) while n < 50 and max(abs(y * y - a)) > 1e-4 {
                        next ((y + a / y) / 2, n + 1)
                    }
                }
            }
            """;

    @Test
    void aLoopGoesOnWhileItsConditionHolds() {
        var graph = graph(ROOT, "Root", "apply");
        var inputs = inputs(graph, SIZES);
        var wanted = all(Interpreter.run(graph, inputs));
        var turns = requireNonNull(wanted.get("turns"));
        assertTrue(turns.at() > 1 && turns.at() < 50);
        assertNear(
                wanted,
                EmittedGraph.of(graph, Lowering.Mode.FUSED).run(inputs, Width.BITS_256, 2),
                1e-5);
    }

    private static double arena(String net, long turns) {
        var last =
                LSTM.replace("-> f32[T, N, hidden]", "-> f32[N, hidden]")
                        .replace("yield h2\n", "\n")
                        .replace("let (hs, _) = scan", "let (h, c) = scan")
                        .replace("hs + 0.01 * (f32[T, N, hidden] ~ uniform)", "h")
                        .replace("y: f32[T, N, 4]", "y: f32[N, 4]")
                        .replace("[T, N, ", "[" + turns + ", N, ")
                        .replace("NET", net);
        var program = Lowering.lower(graph(last, "Fit", "step"), Lowering.Mode.FUSED);
        return Traffic.of(program, Map.of("N", 2L)).arena();
    }

    /// Without segments, sixteen times the turns take sixteen times the memory; in segments of the
    /// square root of the turns, four times.
    @Test
    void memoryGrowsWithTheSquareRoot() {
        double plain = arena("net(x)", 16_384) / arena("net(x)", 1024);
        double cut =
                arena("remat(every: 128) { net(x) }", 16_384)
                        / arena("remat(every: 32) { net(x) }", 1024);
        assertTrue(plain > 15, "plain " + plain);
        assertTrue(cut < 4.2, "cut " + cut);
        assertTrue(arena("remat(every: 32) { net(x) }", 1024) < arena("net(x)", 1024) / 10);
    }

    @Test
    void theNumberOfKernelsDoesNotDependOnTheTurns() {
        var text = LSTM.replace("NET", "net(x)");
        var few =
                graph(
                        text.replace("f32[T, N, 3]", "f32[10, N, 3]")
                                .replace("y: f32[T,", "y: f32[10,"),
                        "Fit",
                        "step");
        var many =
                graph(
                        text.replace("f32[T, N, 3]", "f32[1000, N, 3]")
                                .replace("y: f32[T,", "y: f32[1000,"),
                        "Fit",
                        "step");
        assertEquals(
                Lowering.lower(few, Lowering.Mode.FUSED).kernels().size(),
                Lowering.lower(many, Lowering.Mode.FUSED).kernels().size());
    }
}
