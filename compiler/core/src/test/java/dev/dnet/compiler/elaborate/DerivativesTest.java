package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.ir.NdArray;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `grad` and its like as expressions, against closed forms.
class DerivativesTest {
    private static final double EXACT = 1e-12;

    private static NdArray vector(double... values) {
        return new NdArray(new long[] {values.length}, values);
    }

    private static NdArray matrix(int columns, double... values) {
        return new NdArray(new long[] {values.length / columns, columns}, values);
    }

    /// The result of `fn (x: f64[N], v: f64[N]) = body`.
    private static NdArray eval(String body, double[] x, double[] v) {
        var text = "model M {\n fn (x: f64[3], v: f64[3]) {\n" + body + "\n}\n}\n";
        var inputs = Map.of("x", vector(x), "v", vector(v));
        return Evaluated.of(text).result(inputs);
    }

    private static void assertGives(String body, double... expected) {
        var x = new double[] {0.5, -1, 2};
        var v = new double[] {1, 3, -2};
        assertArrayEquals(expected, eval(body, x, v).data(), EXACT, body);
    }

    @Test
    void gradientOfASum() {
        assertGives("grad(fn (x) => sum(x ** 3))(x)", 0.75, 3, 12);
    }

    @Test
    void severalArgumentsGiveATupleWithTheirNames() {
        assertGives("grad(fn (a, b) => sum(a * a * b))(x, v).b", 0.25, 1, 4);
        assertGives("grad(fn (a, b) => sum(a * a * b))(b: v, a: x).a", 1, -6, -8);
        assertGives("let (p, q) = grad(fn (a, b) => sum(a * b))(x, v)\np + q", 1.5, 2, 0);
    }

    @Test
    void whatHasNoGradientIsPassedOn() {
        assertGives("grad(fn (a, n: int, s: string) => sum(a) * n)(x, 3, \"s\")", 3, 3, 3);
        assertGives("grad(fn (a, k) => sum(a * f64(k)))(x, i32(v))", 1, 3, -2);
    }

    @Test
    void onlyTheArgumentCounts() {
        assertGives("grad(fn (y) => sum(y * x))(x)", 0.5, -1, 2);
        assertGives("grad(fn (y) => sum(x * x))(x)", 0, 0, 0);
        assertGives("grad(fn (y) => sum(y * stop_gradient(y)))(x)", 0.5, -1, 2);
    }

    @Test
    void perturbationsAreNotConfused() {
        assertGives("grad(fn (a) => sum(a * grad(fn (b) => sum(a * b))(a)))(x)", 1, -2, 4);
        assertGives("grad(fn (a) => sum(a * grad(fn (b) => sum(a + b))(v)))(x)", 1, 1, 1);
    }

    @Test
    void tuplesAndLists() {
        assertGives("grad(fn (p) => sum(p.q * p.q * p.r))((q: x, r: v)).q", 1, -6, -8);
        assertGives("grad(fn (l) => sum(l[0] * l[1]))([x, v])[1]", 0.5, -1, 2);
    }

    @Test
    void valueAndGradient() {
        assertGives("value_and_grad(fn (a) => sum(a * a))(x).value", 5.25);
        assertGives("value_and_grad(fn (a) => sum(a * a))(x).grad", 1, -2, 4);
        assertGives("value_and_grad(fn (a) => (sum(a * a), a * v))(x).value[1]", 0.5, -3, -4);
    }

    @Test
    void products() {
        assertGives("vjp(fn (a) => a * a)(x, v)", 1, -6, -8);
        assertGives("vjp(fn (a) => (a * a, exp(a)))(x, (v, 0))", 1, -6, -8);
        assertGives("jvp(fn (a) => a * a)(x, v)", 1, -6, -8);
        assertGives("jvp(fn (a, b) => a * b)(x, v, v, x)", 1.25, 10, 8);
        assertGives("jvp(fn (a) => (sum(a), a * a))(x, v)[1]", 1, -6, -8);
        assertGives("jvp(sum)(x, v)", 2);
        assertGives("hvp(fn (a) => sum(a ** 3))(x, v)", 3, -18, -24);
        assertGives("hvp(fn (a, b) => sum(a * a * b))(x, v, 0, 1).a", 1, -2, 4);
    }

    @Test
    void formsAgree() {
        assertGives(
                "jvp(grad(fn (a) => sum(sin(a))))(x, v) - hvp(fn (a) => sum(sin(a)))(x, v)",
                0,
                0,
                0);
        assertGives(
                "grad(fn (a) => sum(grad(fn (b) => sum(exp(b)))(a) * v))(x)",
                Math.exp(0.5),
                3 * Math.exp(-1),
                -2 * Math.exp(2));
        assertGives(
                "jvp(fn (a) => jvp(fn (b) => b ** 3)(a, v))(x, v)",
                6 * 0.5,
                6 * -1 * 9,
                6 * 2 * 4.0);
    }

    @Test
    void jacobians() {
        assertGives("sum(jacobian(fn (a) => a * a * v)(x), axis: 1)", 1, -6, -8);
        assertGives("jacobian(fn (a) => a * a)(x)", 1, 0, 0, 0, -2, 0, 0, 0, 4);
        assertGives("jacobian(fn (a) => sum(a * a))(x)", 1, -2, 4);
        assertGives("jacobian(fn (a, b) => a * b)(x, v).b", 0.5, 0, 0, 0, -1, 0, 0, 0, 2);
        assertGives("jacobian(fn (a, b) => a[0] * b[1:])(x, v).a", 3, 0, 0, -2, 0, 0);
        assertGives("hessian(fn (a) => sum(a ** 3))(x)", 3, 0, 0, 0, -6, 0, 0, 0, 12);
        assertGives("hessian(fn (a) => a[0] * a[1] * a[2])(x)", 0, 2, -1, 2, 0, 0.5, -1, 0.5, 0);
    }

    /// One of each kind as emitted Java; [Evaluated] compares it with the reference.
    @Test
    void emittedJavaAgrees() {
        var text =
                """
                model M {
                    fn (x: f64[3], v: f64[3]) =
                        (grad(fn (x) => sum(x ** 3))(x), value_and_grad(fn (x) => sum(x * v))(x).value,
                         vjp(fn (x) => exp(x))(x, v), jvp(fn (x) => tanh(x * v))(x, v),
                         hvp(fn (x) => prod(x))(x, v), jacobian(fn (x) => sin(x) * sum(x))(x),
                         hessian(fn (x) => sum(x ** 4))(x), grad(fn (x) => sum(stop_gradient(x) * x))(x))
                }
                """;
        var inputs = Map.of("x", vector(0.5, -1, 2), "v", vector(1, 3, -2));
        assertEquals(8, Evaluated.of(text).runEverywhere(inputs).size());
    }

    /// `x₀ x₁ x₂` at zeros, to the third derivative.
    @Test
    void productsOfZeros() {
        var body =
                "grad(fn (x) => sum(%s * grad(fn (x) => sum(v * grad(fn (x) => prod(x))(x)))(x)))(x)";
        for (var zeros : List.of(vector(0, 0, 0), vector(0, 0, 2), vector(0, 3, 2))) {
            var v = new double[] {1, 3, -2};
            var third = eval(body.formatted("v"), zeros.data(), v);
            assertArrayEquals(
                    new double[] {2 * v[1] * v[2], 2 * v[0] * v[2], 2 * v[0] * v[1]},
                    third.data(),
                    EXACT);
            var x = zeros.data();
            assertArrayEquals(
                    new double[] {
                        v[1] * x[2] + v[2] * x[1],
                        v[0] * x[2] + v[2] * x[0],
                        v[0] * x[1] + v[1] * x[0]
                    },
                    eval("hvp(fn (x) => prod(x))(x, v)", x, v).data(),
                    EXACT);
        }
    }

    /// No row is written out, so their number may be large, or known at the call alone.
    @Test
    void jacobianOfAnySize() {
        var text =
                """
                model M {
                    fn (x: f64[N]) -> f64[N, N] = jacobian(fn (x) => x * sum(x))(x)
                }
                """;
        int n = 40;
        var x = new double[n];
        Arrays.setAll(x, i -> i * 0.25 - 3);
        double sum = Arrays.stream(x).sum();
        var jacobian = Evaluated.of(text).result(Map.of("x", vector(x)));
        for (int i = 0; i < n * n; i++) {
            assertEquals(x[i / n] + (i % (n + 1) == 0 ? sum : 0), jacobian.data()[i], EXACT);
        }
    }

    @Test
    void jacobiansNest() {
        assertGives("jacobian(jacobian(fn (a) => prod(a)))(x)", 0, 2, -1, 2, 0, 0.5, -1, 0.5, 0);
        assertGives("grad(fn (a) => sum(jacobian(fn (b) => b ** 3)(a) * v))(x)", 3, -18, -24);
        assertGives(
                "sum(vmap(fn (s) => jacobian(fn (a) => a * s * sum(a))(x))(v), axis: [0, 1])",
                6,
                6,
                6);
        var products = "let (p, last) = scan e in a, h = f64(1) { next h * e\nyield h * e }\np";
        assertGives("jacobian(fn (a) => {" + products + "})(x)", 1, 0, 0, -1, 0.5, 0, -2, 1, -0.5);
    }

    /// Fewer arguments than results, of which only a call tells how many there are.
    @Test
    void jacobianByColumns() {
        var text =
                """
                model M {
                    fn (w: f64[2], x: f64[N, 3]) -> f64[N, 3, 2] =
                        jacobian(fn (w) => exp(x * w[0]) + w[1])(w)
                }
                """;
        var x = matrix(3, 0.5, -1, 2, 0, 0.25, -0.5);
        var result = Evaluated.of(text).runEverywhere(Map.of("w", vector(0.5, 3), "x", x));
        var jacobian = result.values().iterator().next();
        for (int i = 0; i < 6; i++) {
            double value = x.data()[i];
            assertEquals(value * Math.exp(value * 0.5), jacobian.data()[2 * i], EXACT);
            assertEquals(1, jacobian.data()[2 * i + 1], EXACT);
        }
    }

    /// Forward mode is made of two backward sweeps; of the first, nothing is left but what the
    /// tangent needs.
    @Test
    void forwardModeLeavesNoTraceOfTheBackwardSweep() {
        assertEquals(
                operations(
                        """
                        let h = tanh(x @ w.T)
                        let d = (v @ w.T) * (1 - h * h)
                        d * u
                        """),
                operations("jvp(fn (x) => tanh(x @ w.T) * u)(x, v)"));
        assertEquals(
                operations("let p = v * x\nsum(p + p, axis: 1)"),
                operations("jvp(fn (x) => sum(x * x, axis: 1))(x, v)"));
    }

    private static Map<String, Long> operations(String body) {
        var text =
                "use nn.{softmax}\nmodel M {\n fn (x: f64[N, 3], v: f64[N, 3], w: f64[4, 3], u: f64[4]) {\n"
                        + body
                        + "\n}\n}\n";
        var graph = Evaluated.of(text).optimised();
        return graph.instrs().stream()
                .collect(Collectors.groupingBy(i -> i.op().name(), Collectors.counting()));
    }
}
