package dev.dnet.compiler.ops;

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
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import java.util.ArrayList;
import java.util.List;

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
            throw new OpError("type/element-mismatch", "`" + name() + "` of " + x, "count with sum(i32(x))");
        }
        return x.withShape(x.shape().without(axes()));
    }

    @Override
    default NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var folded = NdArray.filled(result.shape().dims(), start());
        var index = new long[x.rank()];
        for (double value : x.data()) {
            int at = folded.offset(kept(index));
            folded.data()[at] = fold(folded.data()[at], value);
            NdArray.advance(index, x.shape());
        }
        return folded;
    }

    private long[] kept(long[] index) {
        return java.util.stream.IntStream.range(0, index.length)
                .filter(a -> !axes().contains(a))
                .mapToLong(a -> index[a])
                .toArray();
    }

    private double start() {
        return switch (reducer()) {
            case SUM -> 0;
            case PRODUCT -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
            case NONE, ARG_MAX, ARG_MIN -> throw new IllegalStateException("not a fold: " + reducer());
        };
    }

    private double fold(double a, double b) {
        return switch (reducer()) {
            case SUM -> a + b;
            case PRODUCT -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case NONE, ARG_MAX, ARG_MIN -> throw new IllegalStateException("not a fold: " + reducer());
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
        var x = new TensorType(ElementType.F32, Shape.of(3, 4, 5));
        return List.of(
                Example.of(over(List.of(2)), Example.Values.DISTINCT, x),
                Example.of(over(List.of(0)), Example.Values.DISTINCT, x),
                Example.of(over(List.of(0, 1, 2)), Example.Values.DISTINCT, x));
    }
}
