package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;

/// `X` with `A X = B`, or `Aᵀ X = B`, for the triangular `A` of each member of a batch; the other
/// triangle is not read, and of a unit one neither is the diagonal.
public final class TriangularSolve {
    private TriangularSolve() {}

    public static void f32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            MemorySegment b,
            long bOffset,
            long batch,
            long n,
            long columns,
            long lower,
            long transpose,
            long unit) {
        var task = new Task(lower != 0, transpose != 0, unit != 0, (int) n, (int) columns);
        task.each(Matrix.Format.F32, pool, batch, out, outOffset, a, aOffset, b, bOffset);
    }

    public static void f64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            MemorySegment b,
            long bOffset,
            long batch,
            long n,
            long columns,
            long lower,
            long transpose,
            long unit) {
        var task = new Task(lower != 0, transpose != 0, unit != 0, (int) n, (int) columns);
        task.each(Matrix.Format.F64, pool, batch, out, outOffset, a, aOffset, b, bOffset);
    }

    private record Task(boolean lower, boolean transpose, boolean unit, int n, int columns) {

        void each(
                Matrix.Format format,
                WorkPool pool,
                long batch,
                MemorySegment out,
                long outOffset,
                MemorySegment a,
                long aOffset,
                MemorySegment b,
                long bOffset) {
            int size = Math.multiplyExact(n, n);
            int width = Math.multiplyExact(n, columns);
            pool.parallelFor(
                    Math.toIntExact(batch),
                    batch * size * columns,
                    k -> {
                        var x = format.read(b, bOffset, k * (long) width, width);
                        solve(format.read(a, aOffset, k * (long) size, size), x);
                        format.write(x, out, outOffset, k * (long) width);
                    });
        }

        /// Each row, once known, is taken out of those that are not, from the end that has one
        /// unknown.
        private void solve(double[] a, double[] x) {
            boolean forward = lower != transpose;
            for (int step = 0; step < n; step++) {
                int i = forward ? step : n - 1 - step;
                if (!unit) {
                    divide(x, i, a[i * n + i]);
                }
                for (int rest = step + 1; rest < n; rest++) {
                    int j = forward ? rest : n - 1 - rest;
                    subtract(x, j, i, transpose ? a[i * n + j] : a[j * n + i]);
                }
            }
        }

        private void divide(double[] x, int row, double divisor) {
            for (int c = row * columns; c < (row + 1) * columns; c++) {
                x[c] /= divisor;
            }
        }

        private void subtract(double[] x, int row, int known, double factor) {
            int into = row * columns;
            int from = known * columns;
            for (int c = 0; c < columns; c++) {
                x[into + c] -= factor * x[from + c];
            }
        }
    }
}
