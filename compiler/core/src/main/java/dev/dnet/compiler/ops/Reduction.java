package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// An operator that folds some axes away with an associative function.
public interface Reduction extends Differentiable, Primitive, Examples {

    List<Integer> axes();

    Reducer reducer();

    /// The same reduction over other axes.
    Reduction over(List<Integer> axes);

    @Override
    default TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.element() == ElementType.BOOL) {
            throw new OpError(
                    "type/element-unsupported",
                    "`" + name() + "` of " + x,
                    "count with sum(i32(x))");
        }
        if (axes().stream().distinct().count() < axes().size()) {
            throw new OpError(
                    "type/axis-repeated",
                    "`" + name() + "` over axes " + axes(),
                    "name each axis once");
        }
        return x.withShape(x.shape().without(axes()));
    }

    @Override
    default NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var folded = NdArray.filled(result.shape().dims(), start());
        var index = new long[x.rank()];
        for (double value : x.data()) {
            int at = folded.offset(kept(index, axes()));
            folded.data()[at] = fold(folded.data()[at], value);
            NdArray.advance(index, x.shape());
        }
        return folded;
    }

    /// The index without the reduced axes.
    static long[] kept(long[] index, List<Integer> axes) {
        return IntStream.range(0, index.length)
                .filter(a -> !axes.contains(a))
                .mapToLong(a -> index[a])
                .toArray();
    }

    private double start() {
        return switch (reducer()) {
            case SUM -> 0;
            case PRODUCT -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case NONE, ARG_MAX, ARG_MIN ->
                    throw new IllegalStateException("not a fold: " + reducer());
        };
    }

    private double fold(double a, double b) {
        return switch (reducer()) {
            case SUM -> a + b;
            case PRODUCT -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case NONE, ARG_MAX, ARG_MIN ->
                    throw new IllegalStateException("not a fold: " + reducer());
        };
    }

    /// Axes of size 1 only: nothing is folded. One known number: folded here where the result is
    /// exact.
    @Override
    default Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(over(Stacks.behind(axes()))));
    }

    @Override
    default OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = new Expr(graph, operands.getFirst());
        var folded = x.shape().without(axes());
        if (axes().stream().allMatch(a -> x.shape().size(a).is(1))) {
            return OptionalInt.of(Formulas.reshape(x, folded).value());
        }
        var count = Size.product(axes().stream().map(a -> x.shape().size(a)).toList()).constant();
        var value = Known.value(x);
        if (count.isEmpty()
                || value.isEmpty()
                || !foldsExactly(count.getAsLong(), value.getAsDouble())) {
            return OptionalInt.empty();
        }
        double result =
                reducer() == Reducer.SUM
                        ? count.getAsLong() * value.getAsDouble()
                        : value.getAsDouble();
        var scalar = Formulas.constant(graph, x.type().element(), result);
        return OptionalInt.of(Formulas.fill(scalar, folded).value());
    }

    private boolean foldsExactly(long count, double value) {
        return switch (reducer()) {
            case MAX, MIN -> count > 0;
            case SUM -> value == Math.rint(value) && Math.abs(count * value) <= 1 << 24;
            case PRODUCT, NONE, ARG_MAX, ARG_MIN -> false;
        };
    }

    @Override
    default Compute compute(List<TensorType> operands, TensorType result) {
        var x = operands.getFirst();
        var all = new ArrayList<Axis>();
        var out = new ArrayList<Axis>();
        var reduced = new ArrayList<Axis>();
        for (int a = 0; a < x.rank(); a++) {
            var group = axes().contains(a) ? reduced : out;
            var axis = new Axis((axes().contains(a) ? "r" : "i") + group.size(), x.shape().size(a));
            group.add(axis);
            all.add(axis);
        }
        var body = new BodyBuilder();
        int value = body.load(x.element(), 0, Axes.indices(all));
        return new Compute.Nest(out, reduced, reducer(), body.build(value));
    }

    @Override
    default Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.optional("axis", Signature.Kind.SIZES),
                Signature.flag("keep", false));
    }

    @Override
    default Expr build(Call call) {
        var x = call.tensor("x");
        var axes = call.axes("axis", x.rank());
        var y = x.call(over(axes));
        return call.flag("keep") ? Formulas.keep(y, axes) : y;
    }

    @Override
    default List<Example> examples() {
        return List.of(
                example(ElementType.F32, Shape.of(3, 4, 5), 2),
                example(ElementType.F32, Shape.of(3, 4, 5), 0),
                example(ElementType.F32, Shape.of(3, 4, 5), 1),
                example(ElementType.F32, Shape.of(3, 4, 5), 0, 1, 2),
                example(ElementType.F32, Shape.of(2, 3, 1, 4), 1, 2),
                example(ElementType.F32, Shape.of(37), 0),
                example(ElementType.F64, Shape.of(6, 3), 0),
                example(ElementType.I32, Shape.of(2, 5), 1),
                example(ElementType.I64, Shape.of(2, 3), 0, 1));
    }

    private Example example(ElementType type, Shape shape, Integer... axes) {
        return Example.of(over(List.of(axes)), Samples.values(type), new TensorType(type, shape));
    }
}
