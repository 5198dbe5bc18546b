package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.loops.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/// Gradients of loops whose turns are counted only when they run: those of a scan over as many
/// turns, and central differences.
class LoopGradientTest {
    private static final String TURNS =
            """
            fn turn(y: f64[3], w: f64[3, 3]) = 0.9 * y + 0.3 * tanh(y @ w)
            fn looped(x: f64[3], w: f64[3, 3], turns: i32) -> f64 {
                let (y, n) = loop (y, n) = (x, 0) while n < turns { next (turn(y, w), n + 1) }
                sum(sin(y)) + sum(y ** 3)
            }
            fn scanned(x: f64[3], w: f64[3, 3], along: f64[T]) -> f64 {
                let y = scan t in along, y = x { next turn(y, w) }
                sum(sin(y)) + sum(y ** 3)
            }
            """;

    private static final NdArray X = new NdArray(new long[] {3}, new double[] {0.5, -0.2, 0.9});
    private static final NdArray W =
            NdArray.generate(new long[] {3, 3}, i -> Math.sin((double) (2 + 3 * i[0] + i[1])) / 2);
    private static final NdArray V =
            NdArray.generate(new long[] {3, 3}, i -> Math.cos((double) (5 * i[0] + 2 * i[1])));

    private static Map<String, NdArray> inputs(int turns) {
        return Map.of(
                "x", X,
                "w", W,
                "v", V,
                "turns", NdArray.scalar(turns),
                "along", NdArray.generate(new long[] {turns}, i -> 0));
    }

    /// What the passes leave, interpreted, and its emitted Java: what they take away would compute
    /// each turn from the start.
    private static Map<String, NdArray> run(Graph graph, Map<String, NdArray> inputs) {
        var results = Interpreter.run(graph, inputs).results();
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED).run(inputs, Width.PLAIN, 1);
        Ran.assertNear(results, emitted, 1e-9);
        return results;
    }

    private static void assertSame(Map<String, NdArray> results, String... names) {
        for (var name : names) {
            var scanned = Evaluated.at(results, name + "_scanned");
            Evaluated.assertNear(scanned, Evaluated.at(results, name + "_looped"), 1e-9, name);
        }
    }

    /// One program for any number of turns: fewer than there are slots for, as many, and more.
    @Test
    void theGradientIsThatOfAScan() {
        var program =
                Evaluated.of(
                        TURNS
                                + """
                                model M {
                                    fn (x: f64[3], w: f64[3, 3], v: f64[3, 3], turns: i32, along: f64[T]) {
                                        let a = grad(fn (x, w) => looped(x, w, turns))(x, w)
                                        let b = grad(fn (x, w) => scanned(x, w, along))(x, w)
                                        (
                                            x_looped: a.x, x_scanned: b.x, w_looped: a.w, w_scanned: b.w,
                                            t_looped: jvp(fn (w) => looped(x, w, turns))(w, v),
                                            t_scanned: jvp(fn (w) => scanned(x, w, along))(w, v)
                                        )
                                    }
                                }
                                """);
        var emitted = EmittedGraph.of(program.optimised(), Lowering.Mode.FUSED);
        for (int turns : List.of(150, 1, 7, 64, 2, 65)) {
            var wanted = Interpreter.run(program.optimised(), inputs(turns));
            assertSame(wanted.results(), "x", "w", "t");
            assertSame(emitted.run(inputs(turns), Width.BITS_256, 2), "x", "w", "t");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 70})
    void soIsTheSecondDerivative(int turns) {
        var program =
                Evaluated.of(
                        TURNS
                                + """
                                model M {
                                    fn (x: f64[3], w: f64[3, 3], v: f64[3, 3], turns: i32, along: f64[T]) = (
                                        h_looped: hvp(fn (w) => looped(x, w, turns))(w, v),
                                        h_scanned: hvp(fn (w) => scanned(x, w, along))(w, v)
                                    )
                                }
                                """);
        assertSame(run(program.optimised(), inputs(turns)), "h");
    }

    /// The sixth power.
    @Test
    void andTheThird() {
        var program =
                Evaluated.of(
                        """
                        fn power(x: f64, turns: i32) -> f64 {
                            let (y, n) = loop (y, n) = (x, 0) while n < turns { next (y * x, n + 1) }
                            y
                        }
                        model M {
                            fn (x: f64, turns: i32) = grad(grad(grad(fn (x) => power(x, turns))))(x)
                        }
                        """);
        var inputs = Map.of("x", NdArray.scalar(1.5), "turns", NdArray.scalar(5));
        var third = Interpreter.run(program.optimised(), inputs).result("result");
        assertEquals(6 * 5 * 4 * Math.pow(1.5, 3), third.at(), 1e-9);
    }

    /// Without a turn the result is the start.
    @Test
    void noTurnsLeaveTheStart() {
        var program =
                Evaluated.of(
                        TURNS
                                + """
                                model M {
                                    fn (x: f64[3], w: f64[3, 3], turns: i32) {
                                        let g = grad(fn (x, w) => looped(x, w, turns))(x, w)
                                        (d_x: g.x - cos(x) - 3 * x ** 2, d_w: g.w)
                                    }
                                }
                                """);
        var results = run(program.optimised(), inputs(0));
        results.values()
                .forEach(v ->
                        Evaluated.assertNear(NdArray.filled(v.shape(), 0), v, 1e-12, "no turns"));
    }

    /// Data decide when each of these ends; around and inside of them stand other loops.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ let (y, _) = loop (y, hot) = (x, true) while hot and sum(y * y) > 0.01 {"
                        + " next (0.8 * sin(y @ w), max(y) < 9) }; sum(y ** 2) }",
                "sum(scan r in xs, h = x { next loop h = h while sum(h * h) > 0.3 { next 0.8 * tanh(h @ w + r) } })",
                "sum(loop h = x while sum(h * h) > 0.01 { next scan r in xs, h = h { next 0.7 * sin(h + 0.1 * (r @ w)) } })",
                "sum(loop h = x while sum(h * h) > 0.02 {"
                        + " next loop g = 0.9 * h while max(g) > 0.15 { next 0.8 * sin(g @ w) } })",
                "sum(if sum(x) > 0 { remat { loop h = x while sum(h * h) > 0.01 {"
                        + " next 0.8 * sin(h @ w) } } } else { x })",
                "{ let (h, _) = loop (h, k) = (x, 1) while sum(h * h) > 0.01 {"
                        + " next (sin(h @ w) / f64(k), k + 1) }; sum(h) }"
            })
    void differencesAgree(String value) {
        var program =
                Evaluated.of(
                        """
                        model M {
                            fn (x: f64[3], w: f64[3, 3], xs: f64[4, 3]) {
                                let f = fn (x, w) => VALUE
                                let g = grad(f)(x, w)
                                (y: f(x, w), d_x: g.x, d_w: g.w)
                            }
                        }
                        """
                                .replace("VALUE", value));
        var xs = NdArray.generate(new long[] {4, 3}, i -> Math.sin((double) (7 * i[0] + i[1])) / 3);
        var inputs = Map.of("x", X, "w", W, "xs", xs);
        var results = run(program.optimised(), inputs);
        for (var by : List.of("x", "w")) {
            var slopes =
                    Evaluated.differences(
                            inputs,
                            by,
                            in -> Interpreter.run(program.optimised(), in).result("y").at());
            Evaluated.assertNear(slopes, Evaluated.at(results, "d_" + by), 1e-6, by);
        }
    }

    /// Nothing is stored for each turn.
    @Test
    void memoryDoesNotDependOnTheTurns() {
        var program =
                Evaluated.of(
                        TURNS
                                + """
                                model M {
                                    fn (x: f64[3], w: f64[3, 3], turns: i32) =
                                        grad(fn (w) => looped(x, w, turns))(w)
                                }
                                """);
        var lowered = Lowering.lower(program.optimised(), Lowering.Mode.FUSED);
        double arena = Traffic.of(lowered, Map.of()).arena();
        assertTrue(arena < 2 * 64 * 3 * Double.BYTES + 1024, arena + " bytes");
    }
}
