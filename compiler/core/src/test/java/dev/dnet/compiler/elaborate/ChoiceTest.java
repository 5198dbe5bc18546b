package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Ran.all;
import static dev.dnet.compiler.elaborate.Ran.assertNear;
import static dev.dnet.compiler.elaborate.Ran.graph;
import static dev.dnet.compiler.elaborate.Ran.inputs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.runtime.DnetException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `if` on what is known only when the program runs: only the side that is taken is executed, and
/// its gradient.
class ChoiceTest {
    private static final Map<String, Long> SIZES = Map.of("N", 3L, "T", 4L);

    private static Map<String, NdArray> with(Graph graph, Map<String, Double> scalars) {
        var inputs = new TreeMap<>(inputs(graph, SIZES));
        scalars.forEach((name, value) -> inputs.put(name, NdArray.scalar(value)));
        return inputs;
    }

    /// A program as emitted Java, beside the interpreter.
    private record Emitted(Graph graph, EmittedGraph java) {
        static Emitted of(Graph graph) {
            return new Emitted(graph, EmittedGraph.of(graph, Lowering.Mode.FUSED));
        }

        /// What the interpreter says, after emitted Java has said the same.
        Map<String, NdArray> run(Map<String, NdArray> inputs) {
            var wanted = all(Interpreter.run(graph, inputs));
            for (int threads = 1; threads <= 2; threads++) {
                assertNear(wanted, java.run(inputs, Width.BITS_256, threads), 1e-5);
            }
            return wanted;
        }
    }

    private static final String DERIVATIVES =
            """
            fn f(x: f64[N, 3], w: f64[3, 3], c: f64) -> f64 {
                let h = if c > 0 { tanh(x @ w) } else if c > -1 { x * x @ w * c } else { 0.5 }
                let (a, b) = if sum(h) > 0 { (h * 2, x) } else { (x, h * c) }
                let (ys, last) = scan r in x, s = w[0] {
                    if sum(r) > 0 {
                        next if sum(s) > 0 { tanh(s * r) } else { s }
                        yield s * r
                    } else {
                        yield r
                        next s + r
                    }
                }
                sum(a * b * h) + sum(sin(last)) * sum(ys) + if c > 0 { c * c } else { 1 }
            }
            model Derivatives() {
                fn (x: f64[N, 3], w: f64[3, 3], c: f64, u: f64[N, 3], v: f64[3, 3], d: f64) -> (
                    y: f64, slope: f64, tangent: f64, twice: f64[N, 3], along: f64[N, 3], differences: f64) {
                    let (y, g) = value_and_grad(f)(x, w, c)
                    let e = 1e-5
                    let (xu, wu, cu) = (x + e * u, w + e * v, c + e * d)
                    let (xd, wd, cd) = (x - e * u, w - e * v, c - e * d)
                    (
                        y,
                        sum(g.x * u) + sum(g.w * v) + g.c * d,
                        jvp(f)(x, w, c, u, v, d),
                        hvp(f)(x, w, c, u, v, d).x,
                        (grad(f)(xu, wu, cu).x - grad(f)(xd, wd, cd).x) / (2 * e),
                        (f(xu, wu, cu) - f(xd, wd, cd)) / (2 * e)
                    )
                }
            }
            """;

    @Test
    void derivativesOfEveryKindGoThroughTheSideThatIsTaken() {
        var graph = graph(DERIVATIVES, "Derivatives", "apply");
        var emitted = Emitted.of(graph);
        for (double c : List.of(0.7, -0.7, -1.7)) {
            var found = emitted.run(with(graph, Map.of("c", c)));
            var slope = requireNonNull(found.get("slope"));
            assertNear(Map.of("tangent", slope), found, 1e-12);
            assertNear(Map.of("differences", slope), found, 1e-6);
            assertNear(Map.of("along", requireNonNull(found.get("twice"))), found, 1e-6);
        }
    }

    private static final String FAILS =
            """
            use nn.{zeros}
            model Fails() {
                state s: f32[N3] ~ zeros
                fn (x: f32[N3], k: i32) -> (y: f32, slope: f32[N3], after: f32[N3]) {
                    if k > 1 { assert x[0] > 100, "only where it is taken" }
                    if k > 2 { s <- x }
                    let f = fn (x: f32[N3]) => if k < 0 { sum(sqrt(x - x)) } else { sum(x * x) }
                    (if k > 5 { take(x, reshape(k, [1]))[0] } else { f(x) }, grad(f)(x), s)
                }
            }
            """
                    .replace("N3", "3");

    /// A check there, an index out of range, a write, and a gradient that is no number.
    @Test
    void theOtherSideIsNotExecuted() {
        var graph = graph(FAILS, "Fails", "apply");
        var emitted = Emitted.of(graph);
        var inputs = with(graph, Map.of("k", 0.0));
        var found = emitted.run(inputs);
        var x = requireNonNull(inputs.get("x"));
        assertNear(
                Map.of("slope", NdArray.generate(new long[] {3}, i -> 2 * x.data()[(int) i[0]])),
                found,
                1e-6);
        assertNear(Map.of("after", requireNonNull(inputs.get("s"))), found, 0);
        assertThrows(
                DnetException.class,
                () -> emitted.java().run(with(graph, Map.of("k", 2.0)), Width.PLAIN, 1));
        var large = with(graph, Map.of("k", 3.0));
        large.put("x", NdArray.generate(new long[] {3}, i -> 101 + i[0]));
        assertNear(Map.of("after", requireNonNull(large.get("x"))), emitted.run(large), 0);
        large.put("k", NdArray.scalar(9));
        assertThrows(DnetException.class, () -> emitted.java().run(large, Width.PLAIN, 1));
    }

    private static final String DRAWS =
            """
            use nn.{zeros}
            model Draws() {
                state n: f32 ~ zeros
                fn (x: f32[T, N], c: f32) -> (all: f32[T, N], before: f32[N], behind: f32[N], after: f32) {
                    let before = f32[N] ~ uniform
                    let (all, _) = scan r in x, s = f32[N] ~ zeros {
                        let z = CHOICE
                        next s
                        yield z
                    }
                    (all, before, f32[N] ~ uniform, n)
                }
            }
            """;

    /// Draws in a side are those that would stand there without the `if`; writes count.
    @Test
    void drawsKeepTheirNumbers() {
        var taken = "if c > 0 { n <- n + 1\n (f32[N] ~ uniform) } else { n <- n - 1\n r }";
        var chosen = graph(DRAWS.replace("CHOICE", taken), "Draws", "apply");
        var plain = graph(DRAWS.replace("CHOICE", "f32[N] ~ uniform"), "Draws", "apply");
        var inputs = with(chosen, Map.of("c", 1.0));
        var emitted = Emitted.of(chosen);
        var drawn = emitted.run(inputs);
        var wanted = new TreeMap<>(all(Interpreter.run(plain, inputs)));
        wanted.remove("after");
        assertNear(wanted, drawn, 0);
        double before = requireNonNull(inputs.get("n")).at();
        assertEquals(before + 4, requireNonNull(drawn.get("after")).at(), 1e-6);
        var other = emitted.run(with(chosen, Map.of("c", -1.0)));
        assertEquals(before - 4, requireNonNull(other.get("after")).at(), 1e-6);
        assertNear(Map.of("all", requireNonNull(inputs.get("x"))), other, 1e-6);
    }

    private static final String SCHEDULED =
            """
            use nn.{zeros, Sgd}
            schedule warm_up(steps: int) = t => if t < steps { t / steps } else { 1 / sqrt(t - steps) }
            train Fit {
                let net = Line()
                batch (x: f32[N, 3])
                loss = if mean(net(x)) > 0 { mean(net(x) ** 2) } else { mean(net(x) * 3) }
                update = Sgd(lr: warm_up(4))
            }
            model Line() {
                param w: f32[3] ~ zeros
                fn (x: f32[N, 3]) -> f32[N, 3] = x * w
            }
            """;

    /// What a schedule does is arithmetic, not a decision of the driver.
    @ParameterizedTest
    @ValueSource(longs = {2, 9})
    void aScheduleIsComputedAndChosen(long step) {
        var graph = graph(SCHEDULED, "Fit", "step");
        long decisions = graph.instrs().stream().filter(i -> i.op() instanceof Scan).count();
        assertTrue(decisions <= 4, "decisions: " + decisions);
        var inputs = with(graph, Map.of("step", (double) step));
        var found = all(Interpreter.run(graph, inputs));
        var w = requireNonNull(found.get("net.w"));
        for (int k = 0; k < 3; k++) {
            assertTrue(Double.isFinite(w.data()[k]));
        }
        double rate = step < 4 ? step / 4.0 : 1 / Math.sqrt(step - 4.0);
        for (int k = 0; k < 3; k++) {
            var moved = new TreeMap<>(inputs);
            double slope = 0;
            for (int sign : List.of(1, -1)) {
                var data = requireNonNull(inputs.get("net.w")).data().clone();
                data[k] += sign * 1e-4;
                moved.put("net.w", new NdArray(new long[] {3}, data));
                var loss = Interpreter.run(graph, moved).result("loss").at();
                slope += sign * loss / 2e-4;
            }
            double wanted = requireNonNull(inputs.get("net.w")).data()[k] - rate * slope;
            assertEquals(wanted, w.data()[k], 1e-5);
        }
    }
}
