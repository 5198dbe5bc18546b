package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Evaluated.assertNear;
import static dev.dnet.compiler.elaborate.Evaluated.at;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ops.Contract;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

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
        inputs.put("w", numbers(4, 2, 3));
        inputs.put("key", new NdArray(new long[] {2}, new double[] {12, 3}));
        return inputs;
    }

    /// A model with a weight, whose method gives `body`.
    private static Evaluated model(String body) {
        return Evaluated.of(
                """
                use init.{ones}
                model Layer() {
                    param w: f64[2, 3] ~ ones
                    fn (x: f64[3]) -> f64[2] = tanh(w @ x)
                }
                model M {
                    param w: f64[2, 3] ~ ones
                    fn (xs: f64[N, 3], ys: f64[N, 2], v: f64[3]) {
                """
                        + body
                        + "\n}\n}\n");
    }

    /// That two bodies give the same, and how many loops the first has left.
    private static long loopsOf(String body, String equal) {
        var one = model(body);
        var other = model(equal);
        var left = one.runEverywhere(inputs());
        var right = other.run(inputs());
        assertEquals(right.keySet(), left.keySet());
        right.forEach((name, value) -> assertNear(value, at(left, name), EXACT, body));
        return one.optimised().instrs().stream().filter(i -> i.op() instanceof Scan).count();
    }

    private static void assertSame(String body, String equal) {
        assertEquals(0, loopsOf(body, equal), body);
    }

    @Test
    void aFunctionOfEachRow() {
        assertSame("vmap(fn (x) => sum(x * v))(xs)", "xs @ v");
        assertSame("scan x in xs { yield sum(x * v) }", "xs @ v");
        assertSame("scan x in xs { yield v }", "xs * 0 + v");
    }
}
