package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;

/// The lower triangular `L` with `L Lᵀ = A` for each matrix of a batch; reads the lower triangle.
/// NaN where `A` is not positive definite.
public final class Cholesky {
    private Cholesky() {}

    public static void f32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            long batch,
            long n) {
        Matrix.Format.F32.each(pool, out, outOffset, a, aOffset, batch, task((int) n));
    }

    public static void f64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            long batch,
            long n) {
        Matrix.Format.F64.each(pool, out, outOffset, a, aOffset, batch, task((int) n));
    }

    private static Matrix.Task task(int n) {
        int size = Math.multiplyExact(n, n);
        return new Matrix.Task(size, (long) size * n, a -> factor(a, n));
    }

    /// Row by row: each element is what is left of it after the product of two finished rows.
    private static double[] factor(double[] l, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = l[i * n + j] - product(l, i * n, j * n, j);
                l[i * n + j] = i == j ? Math.sqrt(rest) : rest / l[j * n + j];
            }
            for (int j = i + 1; j < n; j++) {
                l[i * n + j] = 0;
            }
        }
        return l;
    }

    private static double product(double[] l, int left, int right, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += l[left + k] * l[right + k];
        }
        return sum;
    }
}
