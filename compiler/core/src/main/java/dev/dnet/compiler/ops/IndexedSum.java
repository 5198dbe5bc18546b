package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
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
import java.util.function.ToDoubleFunction;

/// [Contract] with one factor: `y[out] = Σ_reduce x[…]`. Sums over windows, strided slices and the
/// derivatives of both.
@AutoService(Op.class)
public record IndexedSum(List<Axis> out, List<Axis> reduce, List<Access> access)
        implements Differentiable, Examples {
    public IndexedSum() {
        this(List.of(), List.of(), List.of());
    }

    public IndexedSum {
        out = List.copyOf(out);
        reduce = List.copyOf(reduce);
        access = List.copyOf(access);
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.getFirst();
        if (x.rank() != access.size() || x.element() == ElementType.BOOL && !reduce.isEmpty()) {
            throw OpError.internal(this + " of " + x);
        }
        return x.withShape(new Shape(out.stream().map(Axis::extent).toList()));
    }

    private List<Axis> axes() {
        var all = new ArrayList<>(out);
        all.addAll(reduce);
        return all;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var index = AffineIndex.of(access, axes());
        return loop(out, reduce, point -> index.load(operands.getFirst(), point));
    }

    /// The reference of a sum: every point of the loops in order.
    static NdArray loop(List<Axis> out, List<Axis> reduce, ToDoubleFunction<long[]> body) {
        var outer = extents(out);
        var inner = extents(reduce);
        var point = new long[outer.length + inner.length];
        var at = new long[inner.length];
        return NdArray.generate(
                outer,
                index -> {
                    System.arraycopy(index, 0, point, 0, index.length);
                    double sum = 0;
                    for (long k = NdArray.elements(inner); k > 0; k--) {
                        System.arraycopy(at, 0, point, index.length, at.length);
                        sum += body.applyAsDouble(point);
                        NdArray.advance(at, inner);
                    }
                    return sum;
                });
    }

    private static long[] extents(List<Axis> axes) {
        return axes.stream().mapToLong(a -> a.extent().value()).toArray();
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var body = new BodyBuilder();
        int x = Loads.load(body, 0, operands.getFirst(), access, axes());
        return new Compute.Nest(
                out, reduce, reduce.isEmpty() ? Reducer.NONE : Reducer.SUM, body.build(x));
    }

    @Override
    public Optional<Expr> stacked(Stacks x) {
        var turn = TurnAxis.beside(axes(), x.turns());
        var sum = new IndexedSum(turn.around(out), reduce, turn.along(true, access));
        return Optional.of(x.stack(0).call(sum));
    }

    /// The same sum with the indices of `x` as the loops; see [IndexSystem].
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var system =
                new IndexSystem(
                        axes(),
                        List.of(Indexed.by(out), new Indexed(access, x.getFirst().shape())));
        var solved = system.solveFor(1).orElseThrow(() -> Contract.noGradient(this));
        return List.of(
                Optional.of(
                        dy.call(
                                new IndexedSum(
                                        solved.out(),
                                        solved.reduce(),
                                        solved.access().getFirst()))));
    }

    @Override
    public String toString() {
        var over =
                reduce.isEmpty()
                        ? ""
                        : " over "
                                + String.join(", ", reduce.stream().map(Axis::toString).toList());
        return "y" + out.stream().map(Axis::name).toList() + " += x" + access + over;
    }

    @Override
    public List<Example> examples() {
        var n = new Axis("n", Size.of(2));
        var h = new Axis("h", Size.of(3));
        var i = new Axis("i", Size.of(3));
        var window = Access.of(h.index().times(2).plus(i.index()).minus(1));
        var op = new IndexedSum(List.of(n, h), List.of(i), List.of(Access.of(n), window));
        return List.of(
                Example.of(op, Example.Values.ANY, new TensorType(ElementType.F32, Shape.of(2, 6))),
                Example.of(
                        new IndexedSum(
                                List.of(n, h),
                                List.of(),
                                List.of(Access.of(n), Access.of(h, 2, Size.ONE))),
                        Example.Values.ANY,
                        new TensorType(ElementType.F32, Shape.of(2, 6))));
    }
}
