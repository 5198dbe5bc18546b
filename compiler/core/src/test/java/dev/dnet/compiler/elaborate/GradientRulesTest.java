package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Evaluated.assertNear;
import static dev.dnet.compiler.elaborate.Evaluated.at;
import static dev.dnet.compiler.elaborate.Evaluated.differences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.pass.Pipeline;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Functions that bring their own gradient rule.
class GradientRulesTest {
    private static final double EXACT = 1e-12;

    private static NdArray vector(double... values) {
        return new NdArray(new long[] {values.length}, values);
    }

    private static double[] run(String text, double... x) {
        return Evaluated.of(text)
                .runEverywhere(Map.of("x", vector(x)))
                .values()
                .iterator()
                .next()
                .data();
    }

    private static final String CLIP =
            """
            fn clip(x: f64[..S], low: f64, high: f64) -> f64[..S] = min(max(x, low), high)
                gradient (x, y, dy) => dy * f64(x > low and x < high)
            """;

    @Test
    void theRuleTakesThePlaceOfTheDerivative() {
        var text =
                """
                fn twice(x: f64[..S]) -> f64[..S] = 2 * x
                    gradient (x, y, dy) => 10 * dy * x + y
                model M { fn (x: f64[2]) = grad(fn (x) => sum(3 * twice(x)))(x) }
                """;
        assertArrayEquals(new double[] {32 * 5, 32 * 7.0}, run(text, 5, 7), EXACT);
        var clip =
                CLIP
                        + "model M { fn (x: f64[3]) = grad(fn (x) => sum(clip(x, 0.0, 1.0) ** 2))(x) }";
        assertArrayEquals(new double[] {0, 1, 0}, run(clip, -1, 0.5, 3), EXACT);
    }

    @Test
    void theValueIsThatOfTheBody() {
        var text = CLIP + "model M { fn (x: f64[3]) = clip(x, 0.0, 1.0) }";
        assertArrayEquals(new double[] {0, 0.5, 1}, run(text, -1, 0.5, 3), EXACT);
    }

    /// `y = xᵃ` with a rule that names the result: its own derivative in the rule is by the rule.
    @Test
    void theResultInARuleIsDifferentiatedByTheRule() {
        var text =
                """
                fn e(x: f64[..S]) -> f64[..S] = stop_gradient(exp(x))
                    gradient (x, y, dy) => dy * y
                model M {
                    fn (x: f64[2]) = grad(fn (x) => sum(grad(fn (x) => sum(grad(fn (x) => sum(e(2 * x)))(x)))(x)))(x)
                }
                """;
        assertArrayEquals(
                new double[] {8 * Math.exp(0.6), 8 * Math.exp(-1)}, run(text, 0.3, -0.5), 1e-11);
    }

    @Test
    void forwardModeGoesByTheRule() {
        var text =
                """
                fn f(x: f64[..S], w: f64[..S]) -> f64[..S] = x * w
                    gradient (x, w, y, dy) => (2 * dy * w, 3 * dy * x)
                model M { fn (x: f64[2]) = jvp(f)(x, x + 1, 1, x) }
                """;
        assertArrayEquals(new double[] {2 * 3 + 3 * 4.0, 2 * 4 + 3 * 9.0}, run(text, 2, 3), EXACT);
    }

    @Test
    void rulesInRules() {
        var text =
                """
                fn inner(x: f64[..S]) -> f64[..S] = x * x
                    gradient (x, y, dy) => 3 * dy * x
                fn outer(x: f64[..S]) -> f64[..S] = x
                    gradient (x, y, dy) => dy * inner(x)
                model M {
                    fn (x: f64[2]) {
                        let first = grad(fn (x) => sum(outer(x)))(x)
                        let second = grad(fn (x) => sum(grad(fn (x) => sum(outer(x)))(x)))(x)
                        (first, second)
                    }
                }
                """;
        var result = Evaluated.of(text).runEverywhere(Map.of("x", vector(2, 5)));
        assertArrayEquals(new double[] {4, 25}, at(result, "result0").data(), EXACT);
        assertArrayEquals(new double[] {6, 15}, at(result, "result1").data(), EXACT);
    }

    /// The fixed point `z = tanh(w z + x)`: the rule solves for the cotangent instead of going back
    /// through the iterations.
    @Test
    void implicitFunctions() {
        var text =
                """
                fn step(z: f64[..S], w: f64[..S], x: f64[..S]) -> f64[..S] = tanh(w * z + x)
                fn solve(w: f64[..S], x: f64[..S]) -> f64[..S] =
                    stop_gradient(fold i in 0..60, z = x => step(z, w, x))
                    gradient (w, x, z, dz) => {
                        let u = fold i in 0..60, u = dz => dz + vjp(fn (z) => step(z, w, x))(z, u)
                        vjp(fn (w, x) => step(z, w, x))(w, x, u)
                    }
                model M {
                    fn (w: f64[3], x: f64[3]) {
                        let z = solve(w, x)
                        let g = grad(fn (w, x) => sum(solve(w, x) ** 2))(w, x)
                        let h = grad(fn (w) => sum(grad(fn (w, x) => sum(solve(w, x) ** 2))(w, x).x))(w)
                        let t = jvp(fn (w) => solve(w, x))(w, 1)
                        (z: sum(z ** 2), s: sum(g.x), w: g.w, x: g.x, h: h, t: t, y: sum(z))
                    }
                }
                """;
        var program = Evaluated.of(text);
        var inputs = Map.of("w", vector(0.3, -0.4, 0.5), "x", vector(0.5, -0.2, 0.1));
        var result = program.run(inputs);
        for (var by : List.of("w", "x")) {
            assertNear(
                    differences(inputs, by, i -> at(program.run(i), "z").at()),
                    at(result, by),
                    1e-9,
                    by);
        }
        assertNear(
                differences(inputs, "w", i -> at(program.run(i), "s").at()),
                at(result, "h"),
                1e-8,
                "second");
        assertNear(
                differences(inputs, "w", i -> at(program.run(i), "y").at()),
                at(result, "t"),
                1e-9,
                "forward");
    }

    @Test
    void parametersThatARuleDoesNotNameAreHeldToIt() {
        var text =
                CLIP
                        + "model M { fn (x: f64[3], h: f64) ="
                        + " grad(fn (h) => sum(clip(x, 0.0, h)))(h) }";
        var graph = Programs.graph(Programs.program(text, "M"), "apply");
        var diagnostics = new Diagnostics();
        Pipeline.standard().run(graph, diagnostics, List.of());
        assertEquals(
                List.of("gradient/rule-silent"),
                diagnostics.sorted().stream().map(d -> d.code()).toList());
    }
}
