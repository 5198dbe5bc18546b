package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// Where in its window, counted in row-major order, the first largest element of [WindowMax] is.
@AutoService(Op.class)
public record WindowArgMax(Window window) implements Differentiable, Examples {
    public WindowArgMax() {
        this(Window.NONE);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        return new TensorType(ElementType.I32, window.slide(operands.getFirst().shape()));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        return NdArray.generate(
                result.shape(),
                index -> {
                    var elements = Pooling.elements(window, x, index);
                    int best = 0;
                    for (int r = 1; r < elements.length; r++) {
                        best = elements[r] > elements[best] ? r : best;
                    }
                    return best;
                });
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return Pooling.extreme(window, operands.getFirst(), result.shape(), Reducer.ARG_MAX);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(this));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.empty());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new WindowArgMax(Pooling.padded(3, 2, 1)),
                        Example.Values.DISTINCT,
                        new TensorType(ElementType.F32, Shape.of(2, 7))),
                Example.of(
                        new WindowArgMax(Pooling.padded(2, 1, 0)),
                        Example.Values.WHOLE,
                        new TensorType(ElementType.I32, Shape.of(2, 5))));
    }
}
