package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
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
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Some axes from their end to their start.
@AutoService({Op.class, Primitive.class})
public record Reverse(List<Integer> axes) implements Differentiable, Primitive, Examples {
    public Reverse() {
        this(List.of());
    }

    public Reverse {
        axes = List.copyOf(axes);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        return operands.getFirst();
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        return NdArray.generate(
                result.shape(),
                index -> {
                    var from = index.clone();
                    axes.forEach(a -> from[a] = x.shape()[a] - 1 - index[a]);
                    return x.at(from);
                });
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var out = Axes.over(result.shape());
        var index = new ArrayList<Size>(Axes.indices(out));
        axes.forEach(a -> index.set(a, out.get(a).extent().minus(1).minus(out.get(a).index())));
        var body = new BodyBuilder();
        return Compute.Nest.map(out, body.build(body.load(result.element(), 0, index)));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        return Optional.of(x.stack(0).call(new Reverse(Stacks.behind(axes))));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.of(dy.call(this)));
    }

    /// Twice is not at all; an axis of size 1 has one end.
    @Override
    public OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = graph.instr(operands.getFirst());
        var kept = axes.stream().filter(a -> !x.type().shape().size(a).is(1)).toList();
        if (kept.isEmpty()) {
            return OptionalInt.of(operands.getFirst());
        }
        if (kept.size() < axes.size()) {
            return OptionalInt.of(graph.add(new Reverse(kept), operands));
        }
        return x.op() instanceof Reverse inner && inner.axes.equals(axes)
                ? OptionalInt.of(x.args().getFirst())
                : OptionalInt.empty();
    }

    @Override
    public String summary() {
        return "`x` with `axis` (one axis or a list; all of them where it is left out) from its end to its start.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"), Signature.optional("axis", Signature.Kind.SIZES));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        return x.call(new Reverse(call.axes("axis", x.rank()).stream().distinct().toList()));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of(
                        new Reverse(List.of(0, 2)),
                        Example.Values.ANY,
                        new TensorType(ElementType.F32, Shape.of(3, 2, 4))));
    }
}
