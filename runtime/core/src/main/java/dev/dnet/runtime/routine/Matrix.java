package dev.dnet.runtime.routine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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
    }
}
