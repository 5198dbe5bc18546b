package dev.dnet.runtime.routine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.runtime.WorkPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

class CumulativeSumTest {
    private static final int OUTER = 3;
    private static final int LENGTH = 900;
    private static final int INNER = 37;

    /// Whole numbers, so that the sums are exact: element k is the sum of 0 to k, or of k to the
    /// last.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void sumsAlongTheMiddleAxis(int threads) {
        try (var arena = Arena.ofShared();
                var pool = new WorkPool(threads)) {
            var x = arena.allocate(ValueLayout.JAVA_FLOAT, OUTER * LENGTH * INNER);
            var y = arena.allocate(ValueLayout.JAVA_FLOAT, OUTER * LENGTH * INNER);
            for (int i = 0; i < OUTER * LENGTH * INNER; i++) {
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, i / INNER % LENGTH);
            }
            for (int reverse = 0; reverse <= 1; reverse++) {
                CumulativeSum.f32(pool, y, 0, x, 0, OUTER, LENGTH, INNER, reverse);
                for (int i = 0; i < OUTER * LENGTH * INNER; i++) {
                    int k = i / INNER % LENGTH;
                    int before = k * (k + 1) / 2;
                    int after = LENGTH * (LENGTH - 1) / 2 - k * (k - 1) / 2;
                    assertEquals(
                            reverse == 0 ? before : after, y.getAtIndex(ValueLayout.JAVA_FLOAT, i));
                }
            }
        }
    }

    /// A million tenths: one float after the other would be off by a hundredth.
    @Test
    void longSumsOfFloatsStayExact() {
        int count = 1_000_000;
        try (var arena = Arena.ofShared();
                var pool = new WorkPool(1)) {
            var x = arena.allocate(ValueLayout.JAVA_FLOAT, count);
            for (int i = 0; i < count; i++) {
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0.1f);
            }
            CumulativeSum.f32(pool, x, 0, x, 0, 1, count, 1, 0);
            assertEquals(
                    (float) (count * (double) 0.1f),
                    x.getAtIndex(ValueLayout.JAVA_FLOAT, count - 1),
                    0.01f);
        }
    }
}
