package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Guard;
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

/// Tensors one after the other along an axis.
@AutoService({Op.class, Primitive.class})
public record Concat(int axis) implements Differentiable, Primitive, Examples {
    public Concat() {
        this(0);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var first = operands.getFirst();
        var total = Size.ZERO;
        for (var x : operands) {
            if (x.element() != first.element()) {
                throw new OpError(
                        "type/element-mismatch",
                        "`concat` of " + first + " and " + x,
                        "element types never convert by themselves: write f32(x), i32(x), …");
            }
            if (x.rank() != first.rank()
                    || !x.shape().with(axis, Size.ONE).equals(first.shape().with(axis, Size.ONE))) {
                throw new OpError(
                        "concat/shape",
                        "`concat` of " + first + " and " + x + " along axis " + axis,
                        "all axes but the one that they are joined along are equal");
            }
            total = total.plus(x.shape().size(axis));
        }
        return first.withShape(first.shape().with(axis, total));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        return NdArray.generate(
                result.shape(),
                index -> {
                    var at = index.clone();
                    int k = 0;
                    while (at[axis] >= operands.get(k).shape()[axis]) {
                        at[axis] -= operands.get(k).shape()[axis];
                        k++;
                    }
                    return operands.get(k).at(at);
                });
    }

    /// A choice between loads, each of which reads only within its own operand.
    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var out = Axes.over(result.shape());
        var body = new BodyBuilder();
        var start = result.shape().size(axis).minus(operands.getLast().shape().size(axis));
        int value = load(body, operands, operands.size() - 1, out, start);
        for (int k = operands.size() - 2; k >= 0; k--) {
            int before =
                    body.apply(
                            ElementType.BOOL,
                            Fn.LT,
                            body.index(ElementType.I32, out.get(axis).index()),
                            body.index(ElementType.I32, start));
            start = start.minus(operands.get(k).shape().size(axis));
            int own = load(body, operands, k, out, start);
            value = body.apply(result.element(), Fn.SELECT, before, own, value);
        }
        return Compute.Nest.map(out, body.build(value));
    }

    private int load(
            BodyBuilder body, List<TensorType> operands, int k, List<Axis> out, Size start) {
        var index = new ArrayList<Size>(Axes.indices(out));
        var own = index.get(axis).minus(start);
        index.set(axis, own);
        var guard =
                operands.size() == 1
                        ? Guard.ALWAYS
                        : Guard.ALWAYS.and(
                                new Guard.Check.InRange(own, operands.get(k).shape().size(axis)));
        return body.load(operands.get(k).element(), k, index, guard);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(Expr.call(x.get(0).graph(), new Concat(axis + 1), x.stacks()));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var parts = new ArrayList<Optional<Expr>>();
        var start = Size.ZERO;
        for (var operand : x) {
            var size = operand.shape().size(axis);
            parts.add(Optional.of(dy.call(Slice.along(y.shape(), axis, start, size))));
            start = start.plus(size);
        }
        return parts;
    }

    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        return operands.size() == 1 ? OptionalInt.of(operands.getFirst()) : OptionalInt.empty();
    }

    @Override
    public String summary() {
        return "Tensors one after the other along `axis`; all other axes are equal.";
    }

    @Override
    public Signature signature() {
        return Signature.of(Signature.tensors("xs"), Signature.size("axis", 0));
    }

    @Override
    public Expr build(Call call) {
        var xs = call.many("xs");
        if (xs.isEmpty()) {
            throw new OpError("concat/none", "`concat` of no tensors", "give at least one");
        }
        return Expr.call(call.graph(), new Concat(call.axis("axis", xs.getFirst().rank())), xs);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new Concat(1),
                        Example.Values.ANY,
                        new TensorType(ElementType.F32, Shape.of(3, 2)),
                        new TensorType(ElementType.F32, Shape.of(3, 1)),
                        new TensorType(ElementType.F32, Shape.of(3, 4))),
                Example.of(
                        new Concat(0),
                        Example.Values.WHOLE,
                        new TensorType(ElementType.I32, Shape.of(2, 3))));
    }
}
