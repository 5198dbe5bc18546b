package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.Shape;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// A tensor of the reference interpreter: every element type as float64, row-major. The content is
/// not to be changed once the array is made.
@SuppressWarnings(
        "ArrayRecordComponent") // the reference is about content; equality of arrays is never asked
public record NdArray(long[] shape, double[] data) {

    public static NdArray scalar(double value) {
        return new NdArray(new long[0], new double[] {value});
    }

    public static NdArray filled(long[] shape, double value) {
        var data = new double[Math.toIntExact(elements(shape))];
        Arrays.fill(data, value);
        return new NdArray(shape, data);
    }

    /// Every element from its index.
    public static NdArray generate(Shape shape, ToDoubleFunction<long[]> element) {
        return generate(shape.dims(), element);
    }

    public static NdArray generate(long[] shape, ToDoubleFunction<long[]> element) {
        var data = new double[Math.toIntExact(elements(shape))];
        var index = new long[shape.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = element.applyAsDouble(index);
            advance(index, shape);
        }
        return new NdArray(shape, data);
    }

    /// Steps an index to the next in row-major order, wrapping to zero after the last.
    public static void advance(long[] index, long[] shape) {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }

    public static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    public int rank() {
        return shape.length;
    }

    public int size() {
        return data.length;
    }

    public double at(long... index) {
        return data[offset(index)];
    }

    /// The element, or zero outside.
    public double atOrZero(long... index) {
        for (int i = 0; i < index.length; i++) {
            if (index[i] < 0 || index[i] >= shape[i]) {
                return 0;
            }
        }
        return at(index);
    }

    public int offset(long... index) {
        long offset = 0;
        for (int i = 0; i < shape.length; i++) {
            if (index[i] < 0 || index[i] >= shape[i]) {
                throw new IndexOutOfBoundsException(
                        Arrays.toString(index) + " in " + Arrays.toString(shape));
            }
            offset = offset * shape[i] + index[i];
        }
        return (int) offset;
    }

    public NdArray reshape(long... newShape) {
        return new NdArray(newShape, data);
    }

    public NdArray map(DoubleUnaryOperator f) {
        return new NdArray(shape, Arrays.stream(data).map(f).toArray());
    }

    public NdArray zip(NdArray other, DoubleBinaryOperator f) {
        var result = new double[data.length];
        Arrays.setAll(result, i -> f.applyAsDouble(data[i], other.data[i]));
        return new NdArray(shape, result);
    }

    @Override
    public String toString() {
        return Arrays.toString(shape) + Arrays.toString(data);
    }
}
