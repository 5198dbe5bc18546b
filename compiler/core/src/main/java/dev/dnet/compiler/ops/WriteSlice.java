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
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tensor with a part replaced: `y[start + i…] = part[i…]`, and `x` elsewhere. Along the axes
/// `at` the part has one element, whose position is a further operand.
@AutoService(Op.class)
public record WriteSlice(List<Size> starts, List<Integer> at) implements Differentiable, Examples {
    private static final int POSITIONS = 2;

    public WriteSlice() {
        this(List.of(), List.of());
    }

    public WriteSlice {
        starts = List.copyOf(starts);
        at = List.copyOf(at);
    }

    /// A part of `x` in its place, after its positions have been checked.
    public static Expr of(
            Expr x, Expr part, List<Size> starts, List<Integer> at, List<Expr> positions) {
        var operands = new ArrayList<>(List.of(part));
        for (int k = 0; k < at.size(); k++) {
            operands.add(CheckIndices.of(positions.get(k), x.shape().size(at.get(k)), "<-"));
        }
        return x.call(new WriteSlice(starts, at), operands.toArray(Expr[]::new));
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        var x = operands.get(0);
        var part = operands.get(1);
        boolean fits =
                x.element() == part.element()
                        && x.rank() == part.rank()
                        && x.rank() == starts.size()
                        && operands.size() == POSITIONS + at.size()
                        && at.stream().allMatch(a -> part.shape().size(a).is(1));
        if (!fits) {
            throw OpError.internal("a slice of " + x + " is given " + operands);
        }
        return x;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.get(0);
        var part = operands.get(1);
        var written = new NdArray(x.shape(), x.data().clone());
        var index = new long[part.rank()];
        for (double element : part.data()) {
            var place = index.clone();
            for (int a = 0; a < place.length; a++) {
                place[a] += starts.get(a).value();
            }
            for (int k = 0; k < at.size(); k++) {
                place[at.get(k)] += (long) operands.get(POSITIONS + k).at();
            }
            written.data()[written.offset(place)] = element;
            NdArray.advance(index, part.shape());
        }
        return written;
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        var domain = Axes.over(operands.get(1).shape());
        var body = new BodyBuilder();
        var index = new ArrayList<Size>();
        for (int a = 0; a < domain.size(); a++) {
            var place = domain.get(a).index().plus(starts.get(a));
            int k = at.indexOf(a);
            if (k >= 0) {
                int operand = POSITIONS + k;
                int step = body.load(operands.get(operand).element(), operand, List.of());
                place = place.plus(BodyBuilder.asIndex(step));
            }
            index.add(place);
        }
        int element = body.load(result.element(), 1, Axes.indices(domain));
        return new Compute.Scatter(domain, index, body.build(element), true);
    }

    /// What was replaced has no influence; the part has that of its place.
    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var part = x.get(1);
        var positions = x.subList(POSITIONS, x.size());
        var zeros = Formulas.like(part, 0);
        var operands = new ArrayList<>(List.of(zeros));
        operands.addAll(positions);
        var kept = dy.call(this, operands.toArray(Expr[]::new));
        var found = dy;
        for (int a = 0; a < starts.size(); a++) {
            int k = at.indexOf(a);
            var size = part.shape().size(a);
            if (k >= 0) {
                found = Formulas.take(found, Formulas.reshape(positions.get(k), Shape.of(1)), a);
            } else if (!found.shape().size(a).equals(size)) {
                found = Formulas.slice(found, a, starts.get(a), size);
            }
        }
        var flow = new ArrayList<>(List.of(Optional.of(kept), Optional.of(found)));
        positions.forEach(p -> flow.add(Optional.empty()));
        return flow;
    }

    @Override
    public List<Example> examples() {
        var position = TensorType.scalar(ElementType.I32);
        var first = new TensorType(ElementType.F32, Shape.of(3, 4));
        var second = new TensorType(ElementType.F32, Shape.of(2, 3, 4));
        return List.of(
                Example.of(
                        new WriteSlice(List.of(Size.ONE, Size.ZERO), List.of()),
                        Example.Values.ANY,
                        first,
                        first.withShape(Shape.of(2, 3))),
                new Example(
                        new WriteSlice(List.of(Size.ZERO, Size.ZERO, Size.ONE), List.of(1)),
                        List.of(second, second.withShape(Shape.of(2, 1, 2)), position),
                        List.of(Example.Values.ANY, Example.Values.ANY, Example.Values.INDEX)));
    }
}
