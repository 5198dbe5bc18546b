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
        each(Matrix.Format.F32, pool, out, outOffset, a, aOffset, batch, (int) n);
    }

    public static void f64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            long batch,
            long n) {
        each(Matrix.Format.F64, pool, out, outOffset, a, aOffset, batch, (int) n);
    }

    private static void each(
            Matrix.Format format,
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            long batch,
            int n) {
        int size = Math.multiplyExact(n, n);
        pool.parallelFor(
                Math.toIntExact(batch),
                batch * size * n * 8,
                b -> {
                    var values = format.read(a, aOffset, b * (long) size, size);
                    format.write(vectors(values, n), out, outOffset, b * (long) size);
                });
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
