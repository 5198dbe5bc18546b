package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.UnaryOperator;

/// Matrices on their way between tensors and the float64 in which factorisations compute, whatever
/// the element type.
final class Matrix {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private Matrix() {}

    /// How the elements of a tensor are read and written.
    interface Format {
        Format F32 =
                new Format() {
                    @Override
                    public double[] read(MemorySegment from, long offset, long first, int count) {
                        var values = new double[count];
                        for (int i = 0; i < count; i++) {
                            values[i] = from.get(FLOAT, offset + (first + i) * 4);
                        }
                        return values;
                    }

                    @Override
                    public void write(
                            double[] values, MemorySegment into, long offset, long first) {
                        for (int i = 0; i < values.length; i++) {
                            into.set(FLOAT, offset + (first + i) * 4, (float) values[i]);
                        }
                    }
                };

        Format F64 =
                new Format() {
                    @Override
                    public double[] read(MemorySegment from, long offset, long first, int count) {
                        var values = new double[count];
                        MemorySegment.copy(from, DOUBLE, offset + first * 8, values, 0, count);
                        return values;
                    }

                    @Override
                    public void write(
                            double[] values, MemorySegment into, long offset, long first) {
                        MemorySegment.copy(
                                values, 0, into, DOUBLE, offset + first * 8, values.length);
                    }
                };

        /// Elements from number `first` on.
        double[] read(MemorySegment from, long offset, long first, int count);

        void write(double[] values, MemorySegment into, long offset, long first);

        /// Does a task with each matrix of a batch.
        default void each(
                WorkPool pool,
                MemorySegment out,
                long outOffset,
                MemorySegment a,
                long aOffset,
                long batch,
                Task task) {
            pool.parallelFor(
                    Math.toIntExact(batch),
                    batch * task.work(),
                    b -> {
                        long first = b * (long) task.elements();
                        var made = task.of().apply(read(a, aOffset, first, task.elements()));
                        write(made, out, outOffset, first);
                    });
        }
    }

    /// Makes another matrix of one, with as many elements.
    ///
    /// @param work about how many operations it takes
    record Task(int elements, long work, UnaryOperator<double[]> of) {}
}
