package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;

/// The eigenvectors of each symmetric `n x n` matrix of a batch, as columns, in ascending order of
/// their eigenvalues. The element of largest magnitude of each is positive. Only the lower triangle
/// is read; a matrix with NaN or infinity gives NaN.
public final class EighVectors {
    private EighVectors() {}

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
        return new Matrix.Task(size, size * 8L * n, a -> vectors(a, n));
    }

    private static double[] vectors(double[] values, int n) {
        var rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                rows[i][j] = values[i * n + j];
                rows[j][i] = values[i * n + j];
            }
        }
        return new Tridiagonal(rows).columns();
    }
}
