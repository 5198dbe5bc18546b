package dev.dnet.compiler.codegen.jvm.contract;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.ops.Add;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.ops.Maximum;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A contraction of two random tensors, emitted and by the definition: chains of fused
/// multiply-adds. With `bias`, the sums go through `max(sum + bias, sum')`, an epilogue that reads
/// a tensor along that axis of the result.
record Product(
        ElementType element,
        Contract op,
        Shape left,
        Shape right,
        int bias,
        Map<String, Long> sizes,
        int splits) {
    Product {
        sizes = Map.copyOf(sizes);
    }

    static Product of(Contract op, Shape left, Shape right) {
        return new Product(ElementType.F32, op, left, right, -1, Map.of(), 1);
    }

    Product withBias(int axis) {
        return new Product(element, op, left, right, axis, sizes, splits);
    }

    Product with(ElementType other) {
        return new Product(other, op, left, right, bias, sizes, splits);
    }

    /// With free sizes bound to these values.
    Product at(Map<String, Long> values) {
        return new Product(element, op, left, right, bias, values, splits);
    }

    /// With k in so many chains.
    Product split(int parts) {
        return new Product(element, op, left, right, bias, sizes, parts);
    }

    /// Adds it to a graph, with tensors and result under this name.
    void addTo(GraphBuilder graph, String name) {
        int x = input(graph, name + ".x", left);
        int y = input(graph, name + ".y", right);
        int sum = graph.add(op, x, y);
        int result = sum;
        if (bias >= 0) {
            var shape = graph.type(sum).shape();
            int b = input(graph, name + ".b", new Shape(List.of(shape.size(bias))));
            int wide = graph.add(new Broadcast(shape, List.of(bias)), b);
            result = graph.add(new Maximum(), graph.add(new Add(), sum, wide), wide);
        }
        graph.output(Output.Kind.RESULT, name, result);
    }

    private int input(GraphBuilder graph, String path, Shape shape) {
        return graph.add(new Input(Input.Role.ARGUMENT, path, new TensorType(element, shape)));
    }

    Map<String, NdArray> inputs(String name) {
        var inputs = new TreeMap<String, NdArray>();
        var random = new Random(7);
        inputs.put(name + ".x", values(left, random));
        inputs.put(name + ".y", values(right, random));
        if (bias >= 0) {
            inputs.put(
                    name + ".b", values(new Shape(List.of(op.out().get(bias).extent())), random));
        }
        return inputs;
    }

    private NdArray values(Shape shape, Random random) {
        return NdArray.generate(dims(shape), i -> (float) (random.nextDouble() - 0.5));
    }

    private long[] dims(Shape shape) {
        return shape.sizes().stream().mapToLong(s -> s.evaluate(sizes)).toArray();
    }

    double[] expected() {
        var in = inputs("");
        var x = new Reader(op.left(), requireNonNull(in.get(".x")));
        var y = new Reader(op.right(), requireNonNull(in.get(".y")));
        var out = extents(op.out());
        var reduce = extents(op.reduce());
        long depth = IntStream.of(reduce).asLongStream().reduce(1, (a, b) -> a * b);
        int count = IntStream.of(out).reduce(1, (a, b) -> a * b);
        var result = new double[count];
        var point = new long[out.length + reduce.length];
        for (int o = 0; o < count; o++) {
            decode(o, out, point, 0);
            double sum = 0;
            for (int s = 0; s < splits; s++) {
                double part =
                        chain(
                                x,
                                y,
                                reduce,
                                point,
                                out.length,
                                depth * s / splits,
                                depth * (s + 1) / splits);
                sum =
                        s == 0
                                ? part
                                : element == ElementType.F32
                                        ? (float) sum + (float) part
                                        : sum + part;
            }
            result[o] =
                    bias < 0
                            ? sum
                            : epilogue(sum, requireNonNull(in.get(".b")).data()[(int) point[bias]]);
        }
        return result;
    }

    private double chain(
            Reader x, Reader y, int[] reduce, long[] point, int at, long from, long to) {
        double sum = 0;
        for (long k = from; k < to; k++) {
            decode(k, reduce, point, at);
            if (x.divides(point) && y.divides(point)) {
                double a = x.value(point);
                double b = y.value(point);
                sum =
                        element == ElementType.F32
                                ? Math.fma((float) a, (float) b, (float) sum)
                                : Math.fma(a, b, sum);
            }
        }
        return sum;
    }

    private double epilogue(double sum, double b) {
        return Math.max(element == ElementType.F32 ? (float) sum + (float) b : sum + b, b);
    }

    private int[] extents(List<Axis> axes) {
        return axes.stream().mapToInt(a -> (int) a.extent().evaluate(sizes)).toArray();
    }

    private static void decode(long index, int[] extents, long[] point, int at) {
        long rest = index;
        for (int d = extents.length - 1; d >= 0; d--) {
            point[at + d] = rest % extents[d];
            rest /= extents[d];
        }
    }

    /// Reads a tensor at accesses, as numbers.
    private final class Reader {
        private final NdArray values;
        private final long[] divisors;
        private final long[] offsets;
        private final List<long[]> factors = new ArrayList<>();

        Reader(List<Access> access, NdArray values) {
            this.values = values;
            this.divisors = access.stream().mapToLong(Access::divisor).toArray();
            this.offsets = access.stream().mapToLong(a -> at(a, "")).toArray();
            for (int d = 0; d < offsets.length; d++) {
                var a = access.get(d);
                long offset = offsets[d];
                factors.add(op.axes().stream().mapToLong(x -> at(a, x.name()) - offset).toArray());
            }
        }

        private long at(Access access, String one) {
            var point = new TreeMap<>(sizes);
            op.axes().forEach(a -> point.put(a.name(), a.name().equals(one) ? 1L : 0L));
            return access.numerator().evaluate(point);
        }

        private long numerator(int d, long[] point) {
            long sum = offsets[d];
            for (int a = 0; a < point.length; a++) {
                sum += factors.get(d)[a] * point[a];
            }
            return sum;
        }

        boolean divides(long[] point) {
            return IntStream.range(0, offsets.length)
                    .allMatch(d -> numerator(d, point) % divisors[d] == 0);
        }

        double value(long[] point) {
            long flat = 0;
            for (int d = 0; d < offsets.length; d++) {
                long i = Math.floorDiv(numerator(d, point), divisors[d]);
                if (i < 0 || i >= values.shape()[d]) {
                    return 0;
                }
                flat = flat * values.shape()[d] + i;
            }
            return values.data()[(int) flat];
        }
    }

    static Axis axis(String name, long extent) {
        return new Axis(name, Size.of(extent));
    }
}
