package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Discrete Fourier sums along an axis. The first half of a tensor holds real parts, the second
/// half imaginary parts; a line has `length` elements, `inner` apart.
public final class FourierSum {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private FourierSum() {}

    public static void f32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            long outer,
            long length,
            long inner,
            long inverse) {
        each(
                pool,
                outer,
                (int) length,
                inner,
                inverse != 0,
                i -> x.get(FLOAT, xOffset + i * 4),
                (i, v) -> out.set(FLOAT, outOffset + i * 4, (float) v));
    }

    public static void f64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            long outer,
            long length,
            long inner,
            long inverse) {
        each(
                pool,
                outer,
                (int) length,
                inner,
                inverse != 0,
                i -> x.get(DOUBLE, xOffset + i * 8),
                (i, v) -> out.set(DOUBLE, outOffset + i * 8, v));
    }

    private interface From {
        double get(long index);
    }

    private interface To {
        void set(long index, double value);
    }

    private static void each(
            WorkPool pool, long outer, int length, long inner, boolean inverse, From from, To to) {
        if (length == 0) {
            return;
        }
        var transform = new FourierTransform(length, inverse);
        long half = outer * length * inner;
        pool.parallelFor(
                Math.toIntExact(outer * inner),
                half * 64,
                line -> {
                    long first = line / inner * length * inner + line % inner;
                    var re = new double[length];
                    var im = new double[length];
                    for (int k = 0; k < length; k++) {
                        re[k] = from.get(first + k * inner);
                        im[k] = from.get(half + first + k * inner);
                    }
                    transform.run(re, im);
                    for (int k = 0; k < length; k++) {
                        to.set(first + k * inner, re[k]);
                        to.set(half + first + k * inner, im[k]);
                    }
                });
    }
}
