package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The running sum along one axis of `[outer, length, inner]`, from its start or, reversed, from
/// its end. Each line is one chain of additions, in float64 for floats, so that its bits depend on
/// nothing but its numbers.
public final class CumulativeSum {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /// How many neighbouring lines are summed side by side: a cache line of f32.
    private static final int LINES = 16;

    private CumulativeSum() {}

    public static void f32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            long outer,
            long length,
            long inner,
            long reverse) {
        split(
                pool,
                outer,
                length,
                inner,
                (start, lines) -> {
                    var sums = new double[lines];
                    for (long k = 0; k < length; k++) {
                        long row = start + (reverse == 0 ? k : length - 1 - k) * inner;
                        for (int j = 0; j < lines; j++) {
                            long at = (row + j) * 4;
                            sums[j] += x.get(FLOAT, xOffset + at);
                            out.set(FLOAT, outOffset + at, (float) sums[j]);
                        }
                    }
                });
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
            long reverse) {
        split(
                pool,
                outer,
                length,
                inner,
                (start, lines) -> {
                    var sums = new double[lines];
                    for (long k = 0; k < length; k++) {
                        long row = start + (reverse == 0 ? k : length - 1 - k) * inner;
                        for (int j = 0; j < lines; j++) {
                            long at = (row + j) * 8;
                            sums[j] += x.get(DOUBLE, xOffset + at);
                            out.set(DOUBLE, outOffset + at, sums[j]);
                        }
                    }
                });
    }

    public static void i32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            long outer,
            long length,
            long inner,
            long reverse) {
        split(
                pool,
                outer,
                length,
                inner,
                (start, lines) -> {
                    var sums = new int[lines];
                    for (long k = 0; k < length; k++) {
                        long row = start + (reverse == 0 ? k : length - 1 - k) * inner;
                        for (int j = 0; j < lines; j++) {
                            long at = (row + j) * 4;
                            sums[j] += x.get(INT, xOffset + at);
                            out.set(INT, outOffset + at, sums[j]);
                        }
                    }
                });
    }

    public static void i64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            long outer,
            long length,
            long inner,
            long reverse) {
        split(
                pool,
                outer,
                length,
                inner,
                (start, lines) -> {
                    var sums = new long[lines];
                    for (long k = 0; k < length; k++) {
                        long row = start + (reverse == 0 ? k : length - 1 - k) * inner;
                        for (int j = 0; j < lines; j++) {
                            long at = (row + j) * 8;
                            sums[j] += x.get(LONG, xOffset + at);
                            out.set(LONG, outOffset + at, sums[j]);
                        }
                    }
                });
    }

    /// Neighbouring lines; the first begins at element `start`.
    private interface Lines {
        void sum(long start, int lines);
    }

    private static void split(WorkPool pool, long outer, long length, long inner, Lines task) {
        long groups = (inner + LINES - 1) / LINES;
        pool.parallelFor(
                Math.toIntExact(outer * groups),
                outer * length * inner,
                piece -> {
                    long first = piece % groups * LINES;
                    int lines = (int) Math.min(LINES, inner - first);
                    task.sum(piece / groups * length * inner + first, lines);
                });
    }
}
