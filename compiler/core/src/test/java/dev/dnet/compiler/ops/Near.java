package dev.dnet.compiler.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.dnet.compiler.ir.NdArray;

/// Equality of arrays up to rounding.
final class Near {
    private Near() {}

    /// Each pair differs by at most `tolerance` times one plus its size. NaN equals NaN.
    static void assertNear(NdArray expected, NdArray actual, double tolerance, String what) {
        assertArrayEquals(expected.shape(), actual.shape(), what + ": shape");
        for (int i = 0; i < expected.size(); i++) {
            double a = expected.data()[i];
            double b = actual.data()[i];
            boolean near = Math.abs(a - b) <= tolerance * (1 + Math.abs(a));
            if (!near && Double.compare(a, b) != 0) {
                fail(what + ": element " + i + " is " + b + " instead of " + a);
            }
        }
    }
}
