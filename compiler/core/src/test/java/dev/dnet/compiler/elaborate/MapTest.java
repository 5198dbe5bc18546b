package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Evaluated.assertNear;
import static dev.dnet.compiler.elaborate.Evaluated.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ops.Contract;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/// `vmap` and loops that carry nothing: as loops, after the passes, which do all turns at once, and
/// as emitted Java.
class MapTest {
    private static final double EXACT = 1e-12;

    private static NdArray numbers(long seed, long... shape) {
        var random = new Random(seed);
        return NdArray.generate(shape, i -> random.nextGaussian());
    }

    private static Map<String, NdArray> inputs() {
        var inputs = new HashMap<String, NdArray>();
        inputs.put("xs", numbers(1, 4, 3));
        inputs.put("ys", numbers(2, 4, 2));
        inputs.put("v", numbers(3, 3));
        inputs.put("layer.w", numbers(4, 2, 3));
        inputs.put("layer.b", numbers(5, 2));
        inputs.put("key", new NdArray(new long[] {2}, new double[] {12, 3}));
        return inputs;
    }

    /// A model with a layer, whose method gives `body`.
    private static Evaluated model(String body) {
        return Evaluated.of(program(body));
    }

    private static String program(String body) {
        return """
        model Layer() {
            param w: f64[2, 3] ~ normal
            param b: f64[2] ~ normal
            fn (x: f64[..B, 3]) -> f64[..B, 2] = tanh(x @ w.T + b)
        }
        fn loss(net: model, x: f64[3], y: f64[2]) -> f64 = sum((net(x) - y) ** 2)
        model M {
            let layer = Layer()
            fn (xs: f64[4, 3], ys: f64[4, 2], v: f64[3]) {
        """
                + body
                + "\n}\n}\n";
    }

    /// How many loops are left of a body that gives the same as another one.
    private static long loops(String body, String equal) {
        var one = model(body);
        var left = one.runEverywhere(inputs());
        var right = model(equal).run(inputs());
        assertEquals(right.keySet(), left.keySet());
        right.forEach((name, value) -> assertNear(value, at(left, name), EXACT, body));
        return count(one, op -> op instanceof Scan);
    }

    private static long count(Evaluated program, Predicate<Op> wanted) {
        return program.optimised().instrs().stream().filter(i -> wanted.test(i.op())).count();
    }

    private static void assertSame(String body, String equal) {
        assertEquals(0, loops(body, equal), body);
    }

    @Test
    void aFunctionOfEachRow() {
        assertSame("vmap(fn (x) => sum(x * v))(xs)", "xs @ v");
        assertSame("scan x in xs { yield sum(x * v) }", "xs @ v");
        assertSame("scan x in xs { yield v }", "xs * 0 + v");
        assertSame("vmap(layer)(xs)", "layer(xs)");
        assertSame("vmap(fn (x) => 2.0 * x[0])(xs)", "xs[:, 0] * 2");
    }

    @Test
    void theNumberOfTurnsIsKnownAtTheCall() {
        var text = program("vmap(grad(fn (net, x, y) => loss(net, x, y)))(layer, xs, ys).net[0]");
        var any = Evaluated.of(text.replace("[4,", "[N,")).runEverywhere(inputs());
        var four = Evaluated.of(text).run(inputs());
        assertNear(at(four, "result"), at(any, "result"), EXACT, text);
    }

    @Test
    void axesOfArguments() {
        assertSame("vmap(fn (x) => sum(x), axes: 1)(xs)", "sum(xs, axis: 0)");
        assertSame("vmap(fn (x) => sum(x), axes: -1)(xs)", "sum(xs, axis: 0)");
        assertSame(
                "vmap(fn (x, y) => sum(x * y), axes: (0, 1))(xs, xs.T)", "sum(xs * xs, axis: 1)");
        assertSame("vmap(fn (x, y) => sum(x * y), axes: [0, none])(xs, v)", "xs @ v");
        assertSame("vmap(fn (x, k: int, f) => f(x) * k)(xs, 3, exp)", "exp(xs) * 3");
    }

    @Test
    void tuplesAndLists() {
        assertSame(
                "vmap(fn (p) => (a: p.q + 1, b: [p.r, p.q]))((q: xs, r: ys)).b[0] * 2", "ys * 2");
        assertSame(
                "vmap(fn (l) => sum(l[0]) + sum(l[1]))([xs, ys])",
                "xs @ (v * 0 + 1) + sum(ys, axis: 1)");
    }

    @Test
    void oneInsideAnother() {
        assertSame("vmap(fn (x) => vmap(fn (z) => sum(x * z))(xs))(xs)", "xs @ xs.T");
        assertSame("vmap(vmap(fn (a) => a * a))(xs)", "xs * xs");
        assertSame(
                "vmap(vmap(fn (a, b) => a * b, axes: (0, none)))(xs, ys[:, 0])", "xs * ys[:, :1]");
    }

    @Test
    void gradientsOfEachExample() {
        var body = "vmap(grad(fn (net, x, y) => loss(net, x, y)))(layer, xs, ys)";
        var one = "grad(fn (net, x, y) => loss(net, x, y))(layer, xs[%d], ys[%d])";
        for (int k = 0; k < 4; k++) {
            assertSame(body + ".net[0][" + k + "]", one.formatted(k, k) + ".net[0]");
            assertSame(body + ".net[1][" + k + "]", one.formatted(k, k) + ".net[1]");
            assertSame(body + ".x[" + k + "]", one.formatted(k, k) + ".x");
        }
    }

    @Test
    void gradientsOfAllExamplesAreOneProductEach() {
        var program = model("vmap(grad(fn (net, x, y) => loss(net, x, y)))(layer, xs, ys).net");
        assertEquals(0, count(program, op -> op instanceof Scan));
        assertEquals(2, count(program, op -> op instanceof Contract));
    }

    @Test
    void gradientsThroughIt() {
        var outer = "grad(fn (net, xs) => sum(%s ** 2))(layer, xs)";
        for (var part : List.of(".net[0]", ".net[1]", ".xs")) {
            assertSame(outer.formatted("vmap(net)(xs)") + part, outer.formatted("net(xs)") + part);
        }
        assertSame(
                "grad(fn (v) => sum(vmap(fn (x) => exp(x * v) / v[0])(xs)))(v)",
                "grad(fn (v) => sum(exp(xs * v) / v[0]))(v)");
        assertSame("jvp(fn (v) => vmap(fn (x) => sin(x * v))(xs))(v, v)", "xs * v * cos(xs * v)");
        assertSame("vmap(fn (x) => jvp(fn (x) => x ** 3)(x, v))(xs)", "3 * xs * xs * v");
        assertSame("vmap(hvp(fn (x) => sum(x ** 3)))(xs, xs)", "6 * xs * xs");
        assertSame(
                "grad(fn (v) => sum(vmap(grad(fn (x) => sum(x * x * v)))(xs) ** 2))(v)",
                "8 * v * sum(xs * xs, axis: 0)");
    }

    @Test
    void gradientEqualsDifferences() {
        var loss =
                "sum(vmap(fn (x, y) => grad(fn (x) => loss(layer, x, y) * x[0])(x) ** 2)(xs, ys))";
        var gradient = model("grad(fn (xs) => " + loss + ")(xs)");
        var value = model(loss);
        var inputs = inputs();
        var slopes = Evaluated.differences(inputs, "xs", moved -> value.result(moved).data()[0]);
        assertNear(slopes, gradient.result(inputs), 1e-7, loss);
    }

    @Test
    void eachExampleDrawsNumbersOfItsOwn() {
        var program = model("vmap(fn (x) => f64[3] ~ uniform)(xs)");
        var drawn = program.runEverywhere(inputs()).values().iterator().next();
        assertEquals(12, Arrays.stream(drawn.data()).distinct().count());
        assertEquals(
                1,
                loops(
                        "vmap(fn (x) => x * (f64[3] ~ bernoulli(0.5)))(xs)",
                        "scan x in xs { yield x * (f64[3] ~ bernoulli(0.5)) }"));
    }

    @Test
    void loopsInsideCarryStacks() {
        var inner = "let (s, l) = scan a in %s, h = %s { next h * 0.5 + a * v[0]\nyield h }\n";
        var each = "vmap(fn (x) => {" + inner.formatted("x", "v[0] * 0") + "(s, l)})(xs)";
        var whole = inner.formatted("xs.T", "xs[:, 0] * 0");
        assertEquals(1, loops(each + "[1]", whole + "l"));
        assertEquals(1, loops(each + "[0]", whole + "s.T"));
    }

    @Test
    void gradientsOfLoopsInside() {
        var inner = "let l = scan a in %s, h = %s { next sin(h * a) + v[1] }\n";
        var each = "vmap(fn (x) => {" + inner.formatted("x", "v[0]") + "l})(xs)";
        var body = "grad(fn (v, xs) => sum(" + each + "))(v, xs)";
        var all = inner.formatted("xs.T", "xs[:, 0] * 0 + v[0]") + "sum(l)";
        var whole = "grad(fn (v, xs) => {" + all + "})(v, xs)";
        for (var part : List.of(".v", ".xs")) {
            assertEquals(2, loops(body + part, whole + part));
        }
    }

    @Test
    void aLoopWhoseLengthDependsOnDataStaysOne() {
        var root = "let r = loop r = a while abs(r * r - a) > 1e-9 { next (r + a / r) / 2 }\n";
        var each = "let a = abs(x[0])\n" + root;
        assertEquals(
                1,
                loops(
                        "vmap(fn (x) => {" + each + "sum(x) * r})(xs)",
                        "scan x in xs { " + each + "yield sum(x) * r }"));
    }

    @Test
    void segmentsBoundTheMemory() {
        var program = "remat(every: 2) { vmap(fn (x) => sum(x * v))(xs) }";
        assertSame("vmap(fn (x) => sum(x * v))(xs)", program);
        assertNotEquals(0, count(model(program), op -> op instanceof Scan));
    }
}
