package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The order of the elements of each line along one axis of `[outer, length, inner]`. Stable; NaN
/// is the largest.
public final class ArgSort {
    private static final int SHORT = 16;

    private ArgSort() {}

    /// The elements of the operand have so many `bytes`, and are floats or whole numbers.
    public static void i32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            long outer,
            long length,
            long inner,
            long descending,
            long bytes,
            long floats) {
        int n = Math.toIntExact(length);
        pool.parallelFor(
                Math.toIntExact(outer * inner),
                outer * inner * length * 16,
                line -> {
                    long first = line / inner * length * inner + line % inner;
                    var keys = new long[n];
                    for (int k = 0; k < n; k++) {
                        long at = xOffset + (first + k * inner) * bytes;
                        long key = floats != 0 ? floatKey(x, at, bytes) : wholeKey(x, at, bytes);
                        keys[k] = descending != 0 ? ~key : key;
                    }
                    var order = sorted(keys);
                    for (int k = 0; k < n; k++) {
                        long at = outOffset + (first + k * inner) * Integer.BYTES;
                        out.set(ValueLayout.JAVA_INT_UNALIGNED, at, order[k]);
                    }
                });
    }

    private static long wholeKey(MemorySegment x, long at, long bytes) {
        return bytes == Long.BYTES
                ? x.get(ValueLayout.JAVA_LONG_UNALIGNED, at)
                : x.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    private static long floatKey(MemorySegment x, long at, long bytes) {
        return bytes == Double.BYTES
                ? key(x.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at))
                : key(x.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
    }

    /// A whole number that is ordered as the element is; both zeros have one.
    private static long key(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    /// Merges ever longer runs; short ones are sorted by insertion.
    private static int[] sorted(long[] keys) {
        int n = keys.length;
        var order = new int[n];
        for (int k = 0; k < n; k++) {
            order[k] = k;
        }
        for (int from = 0; from < n; from += SHORT) {
            insert(keys, order, from, Math.min(n, from + SHORT));
        }
        var other = new int[n];
        for (int run = SHORT; run < n; run *= 2) {
            for (int from = 0; from < n; from += 2 * run) {
                merge(
                        keys,
                        order,
                        other,
                        from,
                        Math.min(n, from + run),
                        Math.min(n, from + 2 * run));
            }
            var merged = other;
            other = order;
            order = merged;
        }
        return order;
    }

    private static void insert(long[] keys, int[] order, int from, int to) {
        for (int k = from + 1; k < to; k++) {
            int moved = order[k];
            int at = k;
            while (at > from && keys[order[at - 1]] > keys[moved]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = moved;
        }
    }

    private static void merge(long[] keys, int[] order, int[] into, int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int k = from; k < to; k++) {
            boolean takeLeft =
                    right == to || left < middle && keys[order[left]] <= keys[order[right]];
            into[k] = takeLeft ? order[left++] : order[right++];
        }
    }
}
