package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Tuples with names, and types with a name of their own.
class RecordsTest {
    private static final String PAIR =
            """
            type Pair = (q: f64[N], p: f64[N])
            fn energy(s: Pair) -> f64 = sum(s.q ** 4) / 4 + sum(s.p ** 2) / 2
            fn leap(s: Pair, dt: f64) -> Pair {
                let d: Pair = grad(energy)(s)
                (s.q + dt * d.p, s.p - dt * d.q)
            }
            """;
    private static final NdArray X = new NdArray(new long[] {3}, new double[] {0.5, 1, 1.5});

    private static Map<String, NdArray> run(String text) {
        return Evaluated.of(text).runEverywhere(Map.of("x", X));
    }

    private static double[] result(String text) {
        return Evaluated.at(run(text), "result").data();
    }

    /// Three steps of the same motion.
    private static double[] moved(int steps) {
        var all = new double[2 * X.size()];
        for (int k = 0; k < X.size(); k++) {
            double q = X.data()[k];
            double p = 2 * q;
            for (int i = 0; i < steps; i++) {
                double next = q + 0.1 * p;
                p -= 0.1 * Math.pow(q, 3);
                q = next;
            }
            all[k] = q;
            all[X.size() + k] = p;
        }
        return all;
    }

    private static void assertMoves(String carried) {
        var text =
                PAIR
                        + """
                        model M {
                            fn (x: f64[3]) {
                                let start: Pair = (x, 2 * x)
                                let end = %s
                                concat(end.q, end.p, axis: 0)
                            }
                        }
                        """
                                .formatted(carried);
        assertArrayEquals(moved(3), result(text), 1e-9);
    }

    @Test
    void foldCarriesARecord() {
        assertMoves("fold i in 0..3, s = start => leap(s, 0.1)");
    }

    @Test
    void scanCarriesARecord() {
        assertMoves("scan i in 0..3, s = start { next leap(s, 0.1) }");
    }

    @Test
    void scanStacksARecord() {
        assertMoves(
                """
                {
                    let (all, last) = scan i in 0..4, s = start {
                        next leap(s, 0.1)
                        yield s
                    }
                    (q: all.q[3], p: all.p[3])
                }\
                """
                        .replaceFirst("^\\{", "if true {")
                        .replaceFirst("}$", "} else { start }"));
    }

    @Test
    void loopCarriesARecord() {
        assertMoves(
                "if true { let (s, _) = loop (s, n) = (start, 0) while n < 3 { next (leap(s, 0.1), n + 1) }; s } else { start }");
    }

    @Test
    void theGradientByARecordHasItsFields() {
        var text =
                PAIR
                        + """
                        model M {
                            fn (x: f64[3]) -> Pair {
                                let (_, slope) = value_and_grad(fn (s) => sum(s.q ** 2 * s.p))((q: x, p: 3 * x))
                                (q: slope.q, p: slope.p)
                            }
                        }
                        """;
        var results = run(text);
        assertArrayEquals(new double[] {1.5, 6, 13.5}, Evaluated.at(results, "q").data(), 1e-9);
        assertArrayEquals(new double[] {0.25, 1, 2.25}, Evaluated.at(results, "p").data(), 1e-9);
    }

    /// From outside a record comes in parts, also one in another, and one with sizes of its own.
    @Test
    void anEntryTakesTheParts() {
        var text =
                PAIR
                        + """
                        type Two(W: int) = (now: Pair, (f64[W], f64))
                        model M {
                            fn (s: Two(2), dt: f64) {
                                let end = leap(s.now, dt)
                                (q: end.q + s[1][0][1], p: end.p * s[1][1])
                            }
                        }
                        """;
        var p = new NdArray(new long[] {3}, new double[] {1, 2, 3});
        var inputs =
                Map.of(
                        "sNowQ",
                        X,
                        "sNowP",
                        p,
                        "s10",
                        new NdArray(new long[] {2}, new double[] {5, 7}),
                        "s11",
                        NdArray.scalar(2),
                        "dt",
                        NdArray.scalar(0.1));
        var results = Evaluated.of(text).runEverywhere(inputs);
        for (int k = 0; k < X.size(); k++) {
            double q = X.data()[k] + 0.1 * p.data()[k];
            assertEquals(q + 7, Evaluated.at(results, "q").data()[k], 1e-12);
            double moved = p.data()[k] - 0.1 * Math.pow(X.data()[k], 3);
            assertEquals(2 * moved, Evaluated.at(results, "p").data()[k], 1e-12);
        }
    }

    @Test
    void genericOverElementTypesAndShapes() {
        var text =
                """
                fn swap(p: (q: E[..S], p: E[..S])) -> (q: E[..S], p: E[..S]) = (p.p, p.q)
                model M {
                    fn (x: f64[3]) {
                        let whole = swap((q: 1 + i32(x), p: i32(2 * x)))
                        swap((q: x, p: 2 * x)).q + f64(whole.q)
                    }
                }
                """;
        assertArrayEquals(new double[] {2, 4, 6}, result(text), 1e-9);
    }

    @Test
    void argumentsAndNamesOfTheirOwn() {
        var text =
                """
                type State(H: int, B: int = 2) = (h: f64[B, H], c: f64[B, H])
                type Real = f64
                type Nested(width: int) = (at: State(width), type: Real)
                type Field = fn (Real[..S]) -> Real[..S]
                fn total(s: State(H)) -> Real[2, H] = s.h + s.c
                fn doubled(s: State(2 * H), x: Real[H]) -> State(H, B: 1) = (s.h[:1, :H] * x, s.c[:1, :H])
                fn at(f: Field, x: Real[N]) -> Real[N] = f(x)
                model M {
                    type Own = (a: f64[width], b: f64[width])
                    let width = 3
                    fn (x: f64[3]) {
                        let unit: State(3) = (h: State1() ~ ones, c: State1() ~ ones)
                        let n: Nested(3) = (at: unit, type: 2)
                        let own: Own = (x, x + 1)
                        let type = 10
                        let six: State(6) = (concat(unit.h, unit.h, axis: 1), concat(unit.c, unit.c, axis: 1))
                        total(n.at)[0] * n.type + own.b * type + doubled(six, x).h[0] + at(sqrt, x * x)
                    }
                }
                type State1(B: int = 2) = f64[B, 3]
                init ones -> E[..S] = 1
                """;
        assertArrayEquals(new double[] {20, 26, 32}, result(text), 1e-9);
    }

    @Test
    void aPackageGivesItsTypes() {
        var packages =
                Map.of(
                        "motion",
                        """
                        package motion
                        let width = 3
                        enum Mode { still, moving }
                        type Pair = (q: f32[N, width], p: f32[N, width], mode: Mode)
                        """);
        var diagnostics = new Diagnostics();
        var result =
                Elaborator.elaborate(
                        List.of(
                                new Source(
                                        "test.dnet",
                                        """
                                        use motion
                                        use motion.{Pair, Mode}
                                        let width = 7
                                        fn first(s: Pair) -> f32[N, 3] = s.q
                                        fn second(s: motion.Pair) -> f32[N, 3] = s.p
                                        model M {
                                            fn (x: f32[N, 3]) {
                                                let s = (q: x, p: x, mode: Mode.still)
                                                first(s) + second(s)
                                            }
                                        }
                                        """)),
                        Programs.library(packages),
                        diagnostics);
        assertTrue(diagnostics.sorted().isEmpty(), () -> Programs.render(diagnostics.sorted()));
        assertEquals(
                List.of("RESULT result: f32[N, 3]"),
                Programs.outputs(Programs.graph(result.program("M").orElseThrow(), "apply")));
    }
}
