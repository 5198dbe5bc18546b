package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.IndexSystem;
import dev.dnet.compiler.nest.IndexSystem.Indexed;
import dev.dnet.compiler.nest.Reducer;
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

/// A sum of those elements that a tensor of positions points at: `y[out] = Σ_reduce (at[…] =
/// position ? x[…] : 0)`. It sends the cotangent of a largest element back without any two loops
/// writing to one place, and is the derivative of itself.
@AutoService(Op.class)
public record IndexedPick(
        List<Axis> out, List<Axis> reduce, List<Access> x, List<Access> at, Size position)
        implements Differentiable, Examples {
    public IndexedPick() {
        this(List.of(), List.of(), List.of(), List.of(), Size.ZERO);
    }

    public IndexedPick {
        out = List.copyOf(out);
        reduce = List.copyOf(reduce);
        x = List.copyOf(x);
        at = List.copyOf(at);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var values = operands.get(0);
        var positions = operands.get(1);
        if (values.rank() != x.size()
                || positions.rank() != at.size()
                || !positions.element().isInteger()) {
            throw OpError.internal(this + " of " + values + " and " + positions);
        }
        return values.withShape(new Shape(out.stream().map(Axis::extent).toList()));
    }

    private List<Axis> axes() {
        var all = new ArrayList<>(out);
        all.addAll(reduce);
        return all;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var values = AffineIndex.of(x, axes());
        var positions = AffineIndex.of(at, axes());
        var wanted = AffineIndex.of(List.of(Access.of(position)), axes());
        return IndexedSum.loop(
                out,
                reduce,
                point ->
                        positions.load(operands.get(1), point) == wanted.numerator(0, point)
                                ? values.load(operands.get(0), point)
                                : 0);
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var body = new BodyBuilder();
        int value = Loads.load(body, 0, operands.get(0), x, axes());
        int given = Loads.load(body, 1, operands.get(1), at, axes());
        int wanted = body.index(operands.get(1).element(), position);
        int chosen = body.apply(ElementType.BOOL, Fn.EQ, given, wanted);
        int zero = body.constant(result.element(), 0);
        int term = body.apply(result.element(), Fn.SELECT, chosen, value, zero);
        return new Compute.Nest(
                out, reduce, reduce.isEmpty() ? Reducer.NONE : Reducer.SUM, body.build(term));
    }

    @Override
    public Optional<Expr> stacked(Stacks operands) {
        var turn = TurnAxis.beside(axes(), operands.turns());
        var pick =
                new IndexedPick(
                        turn.around(out),
                        reduce,
                        turn.along(operands.varies(0), x),
                        turn.along(operands.varies(1), at),
                        position);
        return Optional.of(operands.get(0).call(pick, operands.get(1)));
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> operands, Expr y, Expr dy) {
        var back = transposed(operands.get(0).shape(), operands.get(1).shape());
        return List.of(Optional.of(dy.call(back, operands.get(1))), Optional.empty());
    }

    /// From the cotangent of the result and the positions to the cotangent of `x`.
    IndexedPick transposed(Shape xShape, Shape atShape) {
        var system =
                new IndexSystem(
                        axes(),
                        List.of(Indexed.by(out), new Indexed(x, xShape), new Indexed(at, atShape)));
        var solved = system.solveFor(1).orElseThrow(() -> Contract.noGradient(this));
        var access = solved.access();
        return new IndexedPick(
                solved.out(), solved.reduce(), access.get(0), access.get(2), position);
    }

    @Override
    public String toString() {
        var over =
                reduce.isEmpty()
                        ? ""
                        : " over "
                                + String.join(", ", reduce.stream().map(Axis::toString).toList());
        return "y"
                + out.stream().map(Axis::name).toList()
                + " += x"
                + x
                + " where at"
                + at
                + " = "
                + position
                + over;
    }

    @Override
    public List<Example> examples() {
        var h = new Axis("h", Size.of(3));
        var i = new Axis("i", Size.of(3));
        var op =
                new IndexedPick(
                        List.of(h),
                        List.of(i),
                        List.of(Access.of(h, 2, i.index().minus(1))),
                        List.of(Access.of(h)),
                        i.index());
        return List.of(
                new Example(
                        op,
                        List.of(
                                new TensorType(ElementType.F32, Shape.of(6)),
                                new TensorType(ElementType.I32, Shape.of(3))),
                        List.of(Example.Values.ANY, Example.Values.INDEX)));
    }
}
