package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Compute;
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

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The running sum along an axis, from its start or from its end.
@AutoService({Op.class, Primitive.class})
public record CumulativeSum(int axis, boolean reverse)
        implements Differentiable, Primitive, Examples {
    public CumulativeSum() {
        this(0, false);
    }

    @Override
    public String name() {
        return "cumsum";
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.element() == ElementType.BOOL) {
            throw new OpError(
                    "type/element-unsupported",
                    "`cumsum` of " + x,
                    "convert first: cumsum(i32(x))");
        }
        return x;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var sums = new NdArray(x.shape(), x.data().clone());
        int stride = Math.toIntExact(inner(result.shape()).value());
        int length = Math.toIntExact(x.shape()[axis]);
        for (int i = 0; i < x.size(); i++) {
            int k = reverse ? x.size() - 1 - i : i;
            int position = k / stride % length;
            if (position != (reverse ? length - 1 : 0)) {
                sums.data()[k] += sums.data()[reverse ? k + stride : k - stride];
            }
        }
        return sums;
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var shape = result.shape();
        var outer = Size.product(shape.sizes().subList(0, axis));
        return new Compute.Routine(
                "CumulativeSum",
                List.of(outer, shape.size(axis), inner(shape), Size.of(reverse ? 1 : 0)));
    }

    private Size inner(Shape shape) {
        return Size.product(shape.sizes().subList(axis + 1, shape.rank()));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(new CumulativeSum(axis + 1, reverse)));
    }

    /// What is summed into all that follow gets the gradient of all that follow.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy.call(new CumulativeSum(axis, !reverse))));
    }

    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = new Expr(graph, operands.getFirst());
        return x.shape().size(axis).is(1) ? OptionalInt.of(x.value()) : OptionalInt.empty();
    }

    @Override
    public String summary() {
        return "The running sum along `axis`: element `k` is the sum of elements `0` to `k`; with `reverse: true`, of "
                + "element `k` to the last.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.required("axis", Signature.Kind.SIZE),
                Signature.flag("reverse", false));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        return x.call(new CumulativeSum(call.axis("axis", x.rank()), call.flag("reverse")));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example(0, false, ElementType.F32, Shape.of(37)),
                example(1, false, ElementType.F32, Shape.of(3, 5, 18)),
                example(2, true, ElementType.F32, Shape.of(2, 3, 4)),
                example(0, true, ElementType.F64, Shape.of(5, 3)),
                example(1, false, ElementType.I32, Shape.of(2, 1, 3)),
                example(0, false, ElementType.I64, Shape.of(6)));
    }

    private static Example example(int axis, boolean reverse, ElementType type, Shape shape) {
        return Example.of(
                new CumulativeSum(axis, reverse),
                Samples.values(type),
                new TensorType(type, shape));
    }
}
