package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
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
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// Elements of `x` by indices that are data. In a program [CheckIndices] stands before it; by
/// itself it reads nothing outside the axis and yields zero.
@AutoService({Op.class, Primitive.class})
public record Gather(Chosen chosen) implements Differentiable, Primitive, Examples {
    public Gather() {
        this(Chosen.NONE);
    }

    @Override
    public String name() {
        return "take";
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        chosen.check("take", operands.get(0), operands.get(1));
        return operands.get(0)
                .withShape(chosen.result(operands.get(0).shape(), operands.get(1).shape()));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.get(0);
        return NdArray.generate(
                result.shape(), index -> x.atOrZero(chosen.index(index, operands.get(1))));
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var x = operands.get(0);
        var out = Axes.over(result.shape());
        var body = new BodyBuilder();
        int step =
                body.load(
                        operands.get(1).element(),
                        1,
                        chosen.indexAxes(out, operands.get(1).rank()));
        var at = BodyBuilder.asIndex(step);
        var inside = Guard.ALWAYS.and(new Guard.Check.InRange(at, x.shape().size(chosen.axis())));
        int element =
                body.load(x.element(), 0, chosen.index(out, operands.get(1).rank(), at), inside);
        return Compute.Nest.map(out, body.build(element));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        int axis = chosen.axis();
        if (chosen.along() || !x.varies(1)) {
            var behind = new Gather(new Chosen(axis + 1, chosen.along()));
            return Optional.of(x.stack(0).call(behind, chosen.along() ? x.stack(1) : x.get(1)));
        }
        if (!x.varies(0)) {
            return Optional.of(ChosenInTurns.moved(x.get(0).call(this, x.get(1)), axis, 0));
        }
        var length = x.get(0).shape().size(axis + 1);
        var turns = new ChosenInTurns(x.turns(), axis, x.get(0).rank() - 1, x.get(1).rank() - 1);
        var indices = turns.indices(x.get(1), length);
        return Optional.of(turns.chosen(Formulas.take(turns.joined(x.get(0)), indices, 0)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var zeros = Formulas.like(x.get(0), 0);
        return List.of(
                Optional.of(zeros.call(new ScatterAdd(chosen), x.get(1), dy)), Optional.empty());
    }

    @Override
    public String summary() {
        return "The slices of `x` at `indices` along `axis`: with axis 0, `y[i, …] = x[indices[i], …]`, where `indices` has any "
                + "number of axes. A table of embeddings is looked up in this way. An index outside the axis ends the call with an error.";
    }

    @Override
    public Signature signature() {
        return Signature.of(
                Signature.tensor("x"), Signature.tensor("indices"), Signature.size("axis", 0));
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        var chosen = new Chosen(call.axis("axis", x.rank()), false);
        return x.call(new Gather(chosen), chosen.checked(x, call.tensor("indices"), "take"));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                example(new Chosen(0, false), Shape.of(3, 4), Shape.of(2, 3)),
                example(new Chosen(1, false), Shape.of(2, 3, 2), Shape.of(5)),
                example(new Chosen(1, false), Shape.of(2, 3), Shape.SCALAR),
                example(new Chosen(1, true), Shape.of(2, 3), Shape.of(2, 4)));
    }

    private static Example example(Chosen chosen, Shape x, Shape indices) {
        return new Example(
                new Gather(chosen),
                List.of(
                        new TensorType(ElementType.F32, x),
                        new TensorType(ElementType.I32, indices)),
                List.of(Example.Values.ANY, Example.Values.INDEX));
    }
}
