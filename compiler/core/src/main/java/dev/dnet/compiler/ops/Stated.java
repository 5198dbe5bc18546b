package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
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
import java.util.OptionalInt;

/// The same tensor with its sizes written as an `assert` states them: `f32[N, 2 * (D // 2)]` for
/// `f32[N, D]` where `D % 2 == 0`. A [RequireSizes] of the same call has made sure that they are
/// equal.
@AutoService(Op.class)
public record Stated(Shape shape) implements Differentiable, Examples {
    public Stated() {
        this(Shape.SCALAR);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.rank() != shape.rank()) {
            throw new OpError("stated/rank", x + " does not have the axes " + shape);
        }
        return x.withShape(shape);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        return operands.getFirst().reshape(shape.dims());
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        return new Compute.Alias();
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        var stack = x.stack(0);
        return Optional.of(stack.call(new Stated(shape.insert(0, stack.shape().size(0)))));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy.call(new Stated(x.getFirst().shape()))));
    }

    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        return graph.type(operands.getFirst()).shape().equals(shape)
                ? OptionalInt.of(operands.getFirst())
                : OptionalInt.empty();
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new Stated(Shape.of(3, 4)),
                        Example.Values.ANY,
                        new TensorType(ElementType.F32, Shape.of(3, 4))));
    }
}
