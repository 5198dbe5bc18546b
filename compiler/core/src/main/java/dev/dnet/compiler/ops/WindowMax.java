package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
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

/// The largest element of each position of a window over the last axes. Padding is never the
/// largest.
@AutoService({Op.class, Primitive.class})
public record WindowMax(Window window) implements Differentiable, Primitive, Examples {
    public WindowMax() {
        this(Window.NONE);
    }

    @Override
    public String name() {
        return "max_pool";
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        Pooling.checkNumber("max_pool", operands.getFirst());
        return operands.getFirst().withShape(window.slide(operands.getFirst().shape()));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        return NdArray.generate(
                result.shape(),
                index -> {
                    double best = Double.NEGATIVE_INFINITY;
                    for (double value : Pooling.elements(window, x, index)) {
                        best = Math.max(best, value);
                    }
                    return best;
                });
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return Pooling.extreme(window, operands.getFirst(), result.shape(), Reducer.MAX);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    /// The cotangent goes to the first largest element of the window; see [IndexedPick] for the way
    /// back.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var at = x.getFirst().call(new WindowArgMax(window));
        var back = pick(y.shape()).transposed(x.getFirst().shape(), y.shape());
        return List.of(Optional.of(dy.call(back, at)));
    }

    /// This operation as a choice by position: `y[h] = Σ_r (at[h] = r ? x[h * stride + r] : 0)`.
    private IndexedPick pick(Shape result) {
        var out = Axes.over(result);
        var inner = window.axes("r");
        var position = Size.ZERO;
        for (var axis : inner) {
            position = position.times(axis.extent()).plus(axis.index());
        }
        return new IndexedPick(out, inner, access(window, out, inner), Access.of(out), position);
    }

    static List<Access> access(Window window, List<Axis> out, List<Axis> inner) {
        int first = out.size() - inner.size();
        var access = new ArrayList<>(Access.of(out.subList(0, first)));
        for (int d = 0; d < inner.size(); d++) {
            access.add(window.access(d, out.get(first + d), inner.get(d)));
        }
        return access;
    }

    @Override
    public String summary() {
        return "The largest element of a window that slides over the last axes: `size` is one number for all axes after "
                + "the first two, or a list for as many last axes; `stride` is the size where it is left out. `pad` elements "
                + "around are never the largest. Of equal ones the first takes the gradient.";
    }

    @Override
    public Signature signature() {
        return Pooling.signature();
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        return x.call(new WindowMax(Pooling.window("max_pool", call, x)));
    }

    @Override
    public List<Example> examples() {
        var x = new TensorType(ElementType.F32, Shape.of(2, 2, 5, 6));
        var plain = Window.of(List.of(Size.of(2), Size.of(3)), List.of(2L, 1L));
        return List.of(
                Example.of(new WindowMax(plain), Example.Values.DISTINCT, x),
                Example.of(
                        new WindowMax(Pooling.padded(3, 2, 1)),
                        Example.Values.DISTINCT,
                        new TensorType(ElementType.F64, Shape.of(2, 7))),
                Example.of(
                        new WindowMax(Pooling.padded(2, 1, 1)),
                        Example.Values.WHOLE,
                        new TensorType(ElementType.I32, Shape.of(3, 4))));
    }
}
