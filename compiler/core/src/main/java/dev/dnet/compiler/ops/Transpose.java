package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
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
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The axes in another order: axis `k` of the result is axis `perm[k]` of the operand.
@AutoService({Op.class, Primitive.class})
public record Transpose(List<Integer> perm) implements Differentiable, Primitive, Examples {
    public Transpose() {
        this(List.of());
    }

    public Transpose {
        perm = List.copyOf(perm);
    }

    /// The last two axes swapped.
    public static Transpose last(int rank) {
        var perm = new ArrayList<>(IntStream.range(0, rank - 2).boxed().toList());
        perm.add(rank - 1);
        perm.add(rank - 2);
        return new Transpose(perm);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (!perm.stream()
                .sorted()
                .toList()
                .equals(IntStream.range(0, x.rank()).boxed().toList())) {
            throw new OpError(
                    "transpose/axes",
                    "axes " + perm + " are no order of the " + x.rank() + " axes of " + x,
                    "name every axis from 0 to " + (x.rank() - 1) + " once");
        }
        return x.withShape(new Shape(perm.stream().map(a -> x.shape().size(a)).toList()));
    }

    /// What belongs to each axis of the operand, from what belongs to each axis of the result.
    public <T> List<T> source(List<T> ofResult) {
        return IntStream.range(0, perm.size())
                .mapToObj(a -> ofResult.get(perm.indexOf(a)))
                .toList();
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var from = new long[perm.size()];
        return NdArray.generate(
                result.shape(),
                index -> {
                    for (int k = 0; k < from.length; k++) {
                        from[perm.get(k)] = index[k];
                    }
                    return x.at(from);
                });
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var out = Axes.over(result.shape());
        var body = new BodyBuilder();
        return Compute.Nest.map(
                out, body.build(body.load(result.element(), 0, source(Axes.indices(out)))));
    }

    public Transpose inverse() {
        return new Transpose(source(IntStream.range(0, perm.size()).boxed().toList()));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        var order = new ArrayList<>(List.of(0));
        order.addAll(Stacks.behind(perm));
        return Optional.of(x.stack(0).call(new Transpose(order)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy.call(inverse())));
    }

    /// Two in a row are one; one that moves only axes of size 1 moves no element.
    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = graph.instr(operands.getFirst());
        if (perm.equals(IntStream.range(0, perm.size()).boxed().toList())) {
            return OptionalInt.of(operands.getFirst());
        }
        if (x.op() instanceof Transpose inner) {
            var both = new Transpose(perm.stream().map(inner.perm()::get).toList());
            return OptionalInt.of(graph.add(both, x.args()));
        }
        var moved = perm.stream().filter(a -> !x.type().shape().size(a).is(1)).toList();
        return moved.stream().sorted().toList().equals(moved)
                ? OptionalInt.of(graph.add(new Reshape(type(List.of(x.type())).shape()), operands))
                : OptionalInt.empty();
    }

    @Override
    public String summary() {
        return "`x` with its axes in another order: axis `k` of the result is axis `axes[k]` of `x`. Without `axes` the "
                + "last two are swapped, as `x.T` does.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"), Signature.optional("axes", Signature.Kind.SIZES));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        if (call.has("axes")) {
            return Formulas.transpose(x, call.orderedAxes("axes", x.rank()));
        }
        if (x.rank() < 2) {
            throw new OpError(
                    "transpose/rank",
                    "`.T` of " + x.type() + ", which has fewer than two axes",
                    x.rank() == 1
                            ? "a vector needs no transpose: x @ w takes it on either side"
                            : null);
        }
        return Formulas.transpose(x);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new Transpose(List.of(1, 0)),
                        Example.Values.ANY,
                        new TensorType(ElementType.F32, Shape.of(3, 5))),
                Example.of(
                        new Transpose(List.of(2, 0, 1)),
                        Example.Values.ANY,
                        new TensorType(ElementType.F64, Shape.of(2, 3, 4))));
    }
}
