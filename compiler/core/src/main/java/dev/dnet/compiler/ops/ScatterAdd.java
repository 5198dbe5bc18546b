package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

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

import java.util.List;
import java.util.Optional;

/// The transpose of [Gather]: adds each update to the place that its index names. Updates for one
/// place are added in their order; those for a place outside are dropped.
@AutoService({Op.class, Primitive.class})
public record ScatterAdd(Chosen chosen) implements Differentiable, Primitive, Examples {
    public ScatterAdd() {
        this(Chosen.NONE);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.get(0);
        var updates = operands.get(2);
        chosen.check("scatter_add", x, operands.get(1));
        if (x.element() != updates.element() || x.element() == ElementType.BOOL) {
            throw new OpError(
                    "type/element-mismatch",
                    "`scatter_add` of " + updates + " to " + x,
                    "element types never convert by themselves: write f32(x), i32(x), …");
        }
        var expected = chosen.result(x.shape(), operands.get(1).shape());
        if (!updates.shape().equals(expected)) {
            throw new OpError(
                    "scatter_add/updates",
                    "`scatter_add` to "
                            + x
                            + " with indices "
                            + operands.get(1)
                            + " of updates "
                            + updates,
                    "the updates have the shape that take(x, indices, axis: "
                            + chosen.axis()
                            + ") has: "
                            + expected);
        }
        return x;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var sum = new NdArray(operands.get(0).shape(), operands.get(0).data().clone());
        var updates = operands.get(2);
        var index = new long[updates.rank()];
        for (double update : updates.data()) {
            var place = chosen.index(index, operands.get(1));
            if (place[chosen.axis()] >= 0 && place[chosen.axis()] < sum.shape()[chosen.axis()]) {
                sum.data()[sum.offset(place)] += update;
            }
            NdArray.advance(index, updates.shape());
        }
        return sum;
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var domain = Axes.over(operands.get(2).shape());
        int rank = operands.get(1).rank();
        var body = new BodyBuilder();
        int step = body.load(operands.get(1).element(), 1, chosen.indexAxes(domain, rank));
        int update = body.load(operands.get(2).element(), 2, Axes.indices(domain));
        return new Compute.Scatter(
                domain,
                chosen.index(domain, rank, BodyBuilder.asIndex(step)),
                body.build(update),
                false);
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        int axis = chosen.axis();
        var to = x.stack(0);
        if (chosen.along() || !x.varies(1)) {
            var behind = new ScatterAdd(new Chosen(axis + 1, chosen.along()));
            var indices = chosen.along() ? x.stack(1) : x.get(1);
            return Optional.of(to.call(behind, indices, x.stack(2)));
        }
        var length = to.shape().size(axis + 1);
        var turns = new ChosenInTurns(x.turns(), axis, to.rank() - 1, x.get(1).rank() - 1);
        var sum =
                turns.joined(to)
                        .call(
                                new ScatterAdd(new Chosen(0, false)),
                                turns.indices(x.get(1), length),
                                turns.updates(x.stack(2)));
        return Optional.of(turns.apart(sum, length));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(
                Optional.of(dy),
                Optional.empty(),
                Optional.of(dy.call(new Gather(chosen), x.get(1))));
    }

    @Override
    public String summary() {
        return "`x` with `updates` added at `indices` along `axis`: with axis 0, `y[indices[i], …] += updates[i, …]` in the "
                + "order of `i`. An index outside the axis ends the call with an error.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"),
                Signature.tensor("indices"),
                Signature.tensor("updates"),
                Signature.size("axis", 0));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var chosen = new Chosen(call.axis("axis", x.rank()), false);
        return x.call(
                new ScatterAdd(chosen),
                chosen.checked(x, call.tensor("indices"), "scatter_add"),
                call.tensor("updates"));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example(new Chosen(0, false), Shape.of(3, 2), Shape.of(5), Shape.of(5, 2)),
                example(new Chosen(1, false), Shape.of(2, 3), Shape.of(2, 2), Shape.of(2, 2, 2)),
                example(new Chosen(0, true), Shape.of(3, 2), Shape.of(4, 2), Shape.of(4, 2)));
    }

    private static Example example(Chosen chosen, Shape x, Shape indices, Shape updates) {
        return new Example(
                new ScatterAdd(chosen),
                List.of(
                        new TensorType(ElementType.F32, x),
                        new TensorType(ElementType.I32, indices),
                        new TensorType(ElementType.F32, updates)),
                List.of(Example.Values.ANY, Example.Values.INDEX, Example.Values.ANY));
    }
}
