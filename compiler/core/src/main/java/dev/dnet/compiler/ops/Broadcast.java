package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Repeats a tensor along new axes: axis `k` of the operand is axis `axes[k]` of the result.
@AutoService(Op.class)
public record Broadcast(Shape shape, List<Integer> axes) implements Differentiable, Examples {
    public Broadcast() {
        this(Shape.SCALAR, List.of());
    }

    public Broadcast {
        axes = List.copyOf(axes);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        for (int k = 0; k < x.rank(); k++) {
            if (!x.shape().size(k).equals(shape.size(axes.get(k)))) {
                throw new OpError("type/shape-mismatch", x + " cannot be repeated to " + shape);
            }
        }
        return x.withShape(shape);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        return NdArray.generate(shape, i -> x.at(axes.stream().mapToLong(a -> i[a]).toArray()));
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var out = Axes.over(shape);
        var body = new BodyBuilder();
        List<Size> index = axes.stream().map(a -> out.get(a).index()).toList();
        return Compute.Nest.map(out, body.build(body.load(result.element(), 0, index)));
    }

    /// The axes of the result that repeat.
    public List<Integer> repeated() {
        return IntStream.range(0, shape.rank()).filter(a -> !axes.contains(a)).boxed().toList();
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        var kept = new ArrayList<>(List.of(0));
        kept.addAll(Stacks.behind(axes));
        return Optional.of(x.stack(0).call(new Broadcast(shape.insert(0, x.turns()), kept)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(Formulas.sum(dy, repeated())));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new Broadcast(Shape.of(2, 3, 4), List.of(1)),
                        Example.Values.ANY,
                        new TensorType(ElementType.F32, Shape.of(3))));
    }
}
