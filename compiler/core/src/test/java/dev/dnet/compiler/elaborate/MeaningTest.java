package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;

import org.junit.jupiter.api.Test;

import java.util.Map;

/// What elaborated programs calculate, by the reference interpreter.
class MeaningTest {

    private static double[] run(String body) {
        return run(body, "");
    }

    private static double[] run(String body, String header) {
        var model =
                """

                model M {
                    fn (x: f32[2, 3], y: f32[3, 2], v: f32[3]) {
                        BODY
                    }
                }
                """;
        var program = Programs.program(header + model.replace("BODY", body), "M");
        var x = new NdArray(new long[] {2, 3}, new double[] {1, 2, 3, 4, 5, 6});
        var y = new NdArray(new long[] {3, 2}, new double[] {1, 0, 0, 1, 2, -1});
        var v = new NdArray(new long[] {3}, new double[] {10, 20, 30});
        return Interpreter.run(Programs.graph(program, "apply"), Map.of("x", x, "y", y, "v", v))
                .result("result")
                .data();
    }

    private static double[] of(double... values) {
        return values;
    }

    @Test
    void operators() {
        assertArrayEquals(of(7, -1, 16, -1), run("x @ y"));
        assertArrayEquals(of(1, 4, 2, 5, 3, 6), run("x.T"));
        assertArrayEquals(of(-1, -4, -9, -16, -25, -36), run("-x ** 2"));
        assertArrayEquals(of(3, 3, 3, 4, 5, 6), run("max(x, 3)"));
        assertArrayEquals(of(0, 0, 3, 4, 5, 6), run("where(x > 2 and x < 9, x, 0)"));
        assertArrayEquals(of(3, 7.5), run("sum(x, axis: 1) / len(x.shape)"));
    }

    @Test
    void broadcastingAlignsOnTheRight() {
        assertArrayEquals(of(11, 22, 33, 14, 25, 36), run("x + v"));
        assertArrayEquals(of(0, 1, 2, 0, 1, 2), run("x - x[:, :1]"));
        assertArrayEquals(
                of(5, 6, 7, 8, 9, 10), run("x + (f32[1, 3] ~ four)", "init four -> E[..S] = 4"));
    }

    @Test
    void indices() {
        assertArrayEquals(of(4, 5, 6), run("x[1]"));
        assertArrayEquals(of(3, 6), run("x[:, -1]"));
        assertArrayEquals(of(1, 3, 4, 6), run("x[:, ::2]"));
        assertArrayEquals(of(2, 3, 5, 6), run("x[.., 1:]"));
        assertArrayEquals(of(4, 5, 6, 1, 2, 3), run("x[iota(2, type: i32) * -1 + 1]"));
    }

    @Test
    void indexNotation() {
        assertArrayEquals(of(7, -1, 16, -1), run("for n, o => sum c => x[n, c] * y[c, o]"));
        assertArrayEquals(of(1, 4, 2, 5, 3, 6), run("for c, n => x[n, c]"));
        assertArrayEquals(of(11, 22, 33, 14, 25, 36), run("for n, c => x[n, c] + v[c]"));
        assertArrayEquals(of(60), run("sum c => v[c]"));
        assertArrayEquals(of(20, 40, 60), run("for c => v[c] * sum n in 0..2 => 1"));
        assertArrayEquals(of(1, 2, 3, 4, 5, 6), run("for n, ..s => x[n, ..s]"));
        assertArrayEquals(of(2, 3, 5, 6), run("for n, c in 0..2 => x[n, c + 1]"));
        assertArrayEquals(of(1, 1, 1, 1), run("for n, c in 0..2 => x[n, c + 1] - x[n, c]"));
        assertArrayEquals(of(3, 2, 1), run("for c => x[0, 2 - c] + 0 * v[c]"));
        assertArrayEquals(
                of(30, 20, 10), run("for c in 0..3 => v[(iota(3, type: i32) * -1 + 2)[c]]"));
        assertArrayEquals(
                of(3, 6, 2, 5), run("for c in 0..2, n => x[n, (iota(2, type: i32) * -1 + 2)[c]]"));
        assertArrayEquals(of(2, 6), run("for n => x[n, (iota(2, type: i32) + 1)[n]]"));
        assertArrayEquals(of(7, -1), run("let m = x @ y\nfor o => m[o, o]"));
        assertArrayEquals(of(6), run("let m = x @ y\nsum o => m[o, o]"));
        assertArrayEquals(of(30, 50), run("for t => sum k in 0..2 => v[t + k]"));
    }

    @Test
    void functionsPipesAndFolds() {
        assertArrayEquals(
                of(8, 16, 24, 32, 40, 48),
                run(
                        "fold k in 0..3, h = x => h |> scale(by: 2)",
                        "fn scale(v: E[..S], by: E = 1) -> E[..S] = v * by"));
        assertArrayEquals(
                of(3, 6),
                run(
                        "let (big, small) = extremes(x)\nbig",
                        """
                        fn extremes(v: f32[A, B]) -> (big: f32[A], small: f32[A]) =
                            (max(v, axis: 1), min(v, axis: 1))
                        """));
        assertArrayEquals(
                of(2, 4, 6, 8, 10, 12),
                run("apply(fn (v) => v + v, x)", "fn apply(f: fn, v) = f(v)"));
    }

    @Test
    void aNameMeansTheOuterOneUntilItHasItsValue() {
        assertArrayEquals(of(11, 21, 31), run("let v = v + 1\nv"));
        assertArrayEquals(of(12, 30), run("let x = sum(x, axis: 1)\nlet x = x * 2\nx"));
        assertArrayEquals(
                of(4, 4, 4), run("let four = f32[3] ~ four\nfour", "init four -> E[..S] = 4"));
        assertArrayEquals(
                of(12), run("scan i in 0..2, h = 3.0 {\nlet h = h * 2\nnext h\n} + 0 * sum(v)"));
        var program =
                Programs.program(
                        """
                        init ones -> E[..S] = 1
                        let two = 2
                        model M {
                            param ones: f32[3] ~ ones
                            let two = two + 1
                            fn (x: f32[3]) -> f32[3] = x * ones * two
                        }
                        """,
                        "M");
        var three = new NdArray(new long[] {3}, new double[] {1, 2, 3});
        var outcome =
                Interpreter.run(
                        Programs.graph(program, "apply"), Map.of("x", three, "ones", three));
        assertArrayEquals(of(3, 12, 27), outcome.result("result").data());
    }

    @Test
    void writesAreSeenByLaterReads() {
        var program =
                Programs.program(
                        """
                        model Counter {
                            state count: f32 ~ 0
                            fn (x: f32[N]) -> f32[N] {
                                count <- count + 1
                                let once = count
                                count <- count * 10
                                x * once + count
                            }
                        }
                        """,
                        "Counter");
        var x = new NdArray(new long[] {1}, new double[] {3});
        var outcome =
                Interpreter.run(
                        Programs.graph(program, "apply"),
                        Map.of("x", x, "count", NdArray.scalar(4)));
        assertArrayEquals(of(3 * 5 + 50), outcome.result("result").data());
        assertEquals(Map.of(), outcome.writes());
    }

    @Test
    void aModelThatIsCalledTwiceWritesTwice() {
        var program =
                Programs.program(
                        """
                        use nn.{Linear}
                        model Counter {
                            state count: f32 ~ 0
                            fn (x: f32[N, 1]) -> f32[N, 1] {
                                count <- count + 1
                                x * count
                            }
                        }
                        train T {
                            let c = Counter()
                            let l = Linear(1, 1)
                            batch (x: f32[N, 1])
                            loss = sum(c(x)) + sum(c(x)) + sum(c.infer(x))
                            update = { "**": frozen }
                        }
                        """,
                        "T");
        var x = new NdArray(new long[] {1, 1}, new double[] {1});
        var outcome =
                Interpreter.run(
                        Programs.graph(program, "step"),
                        Map.of("x", x, "c.count", NdArray.scalar(0)));
        assertArrayEquals(of(1 + 2 + 3), outcome.result("loss").data());
        assertArrayEquals(of(2), outcome.write("c.count").data());
    }
}
