package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;

/// The orthonormal columns `Q` of `A = Q R` for each `rows x columns` matrix of a batch, by
/// Householder reflections, with signs such that the diagonal of `R` is not negative.
public final class QrQ {
    private QrQ() {}

    public static void f32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            long batch,
            long rows,
            long columns) {
        Matrix.Format.F32.each(
                pool, out, outOffset, a, aOffset, batch, task((int) rows, (int) columns));
    }

    public static void f64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment a,
            long aOffset,
            long batch,
            long rows,
            long columns) {
        Matrix.Format.F64.each(
                pool, out, outOffset, a, aOffset, batch, task((int) rows, (int) columns));
    }

    private static Matrix.Task task(int rows, int columns) {
        int size = Math.multiplyExact(rows, columns);
        return new Matrix.Task(
                size, size * 4L * columns, a -> new Reflections(a, rows, columns).q());
    }

    /// The reflections that turn the matrix into `R`; below its diagonal they are kept themselves.
    private static final class Reflections {
        private final double[] a;
        private final int rows;
        private final int columns;
        private final double[] scales;
        private final boolean[] turned;

        Reflections(double[] a, int rows, int columns) {
            this.a = a;
            this.rows = rows;
            this.columns = columns;
            scales = new double[columns];
            turned = new boolean[columns];
            for (int k = 0; k < columns; k++) {
                reflect(k);
            }
        }

        /// `H = I - scale · v vᵀ` with `v[k] = 1` maps column `k` below the diagonal to zero.
        private void reflect(int k) {
            double head = a[k * columns + k];
            double norm = norm(k);
            if (norm == 0) {
                return;
            }
            double diagonal = head > 0 ? -norm : norm;
            turned[k] = diagonal < 0;
            scales[k] = (diagonal - head) / diagonal;
            for (int i = k + 1; i < rows; i++) {
                a[i * columns + k] /= head - diagonal;
            }
            apply(k, a, k + 1);
        }

        private double norm(int k) {
            double sum = 0;
            for (int i = k; i < rows; i++) {
                sum += a[i * columns + k] * a[i * columns + k];
            }
            return Math.sqrt(sum);
        }

        /// Reflects the columns of a matrix from `first` on.
        private void apply(int k, double[] matrix, int first) {
            for (int j = first; j < columns; j++) {
                double sum = matrix[k * columns + j];
                for (int i = k + 1; i < rows; i++) {
                    sum += a[i * columns + k] * matrix[i * columns + j];
                }
                sum *= scales[k];
                matrix[k * columns + j] -= sum;
                for (int i = k + 1; i < rows; i++) {
                    matrix[i * columns + j] -= a[i * columns + k] * sum;
                }
            }
        }

        /// The reflections in reverse order on the first columns of the identity.
        double[] q() {
            var q = new double[a.length];
            for (int k = columns - 1; k >= 0; k--) {
                q[k * columns + k] = 1;
                apply(k, q, k);
            }
            for (int k = 0; k < columns; k++) {
                for (int i = 0; turned[k] && i < rows; i++) {
                    q[i * columns + k] = -q[i * columns + k];
                }
            }
            return q;
        }
    }
}
