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
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A tensor with a part replaced: `y[start + i…] = part[i…]`, and `x` elsewhere. Along each of the
/// axes `at` a further operand is added to the start.
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
            int axis = at.get(k);
            var room = x.shape().size(axis).minus(part.shape().size(axis)).plus(1);
            operands.add(CheckIndices.of(positions.get(k), room, "<-"));
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
                        && operands.size() == POSITIONS + at.size();
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

    @Override
    public Optional<Expr> stacked(Stacks x) {
        var whole = x.stack(0);
        if (IntStream.range(0, at.size()).anyMatch(k -> x.varies(POSITIONS + k))) {
            return Optional.of(chosen(whole, x));
        }
        var later = new ArrayList<>(List.of(Size.ZERO));
        later.addAll(starts);
        var operands = new ArrayList<>(List.of(x.stack(1)));
        IntStream.range(0, at.size()).forEach(k -> operands.add(x.get(POSITIONS + k)));
        var op = new WriteSlice(later, Stacks.behind(at));
        return Optional.of(whole.call(op, operands.toArray(Expr[]::new)));
    }

    /// Where each turn has a position of its own, each element is that of the part, laid out over
    /// the whole, or what was there.
    private Expr chosen(Expr whole, Stacks x) {
        var part = x.stack(1);
        var one = Formulas.constant(part.graph(), ElementType.I32, 1);
        var inside = Formulas.fill(one, part.shape());
        for (int a = 0; a < starts.size(); a++) {
            int axis = a + 1;
            var size = whole.shape().size(axis);
            int k = at.indexOf(a);
            if (k < 0) {
                part = padded(part, axis, starts.get(a), size);
                inside = padded(inside, axis, starts.get(a), size);
            } else {
                var length = part.shape().size(axis);
                var place = place(x.stack(POSITIONS + k), starts.get(a), part, axis, size);
                var last = Formulas.size(part.graph(), ElementType.I32, length.minus(1));
                var ends = Formulas.fill(last, place.shape());
                var near = Formulas.minimum(Formulas.maximum(place, Formulas.like(place, 0)), ends);
                part = Formulas.takeAlong(part, near, axis);
                inside = Formulas.takeAlong(inside, near, axis);
                inside =
                        Formulas.mul(
                                inside, Formulas.cast(Formulas.eq(near, place), ElementType.I32));
            }
        }
        var outside = Formulas.eq(inside, 0);
        return Formulas.select(outside, whole, part);
    }

    private static Expr padded(Expr x, int axis, Size before, Size whole) {
        var zeros = Collections.nCopies(x.rank(), Size.ZERO);
        var front = new ArrayList<>(zeros);
        front.set(axis, before);
        var back = new ArrayList<>(zeros);
        back.set(axis, whole.minus(before).minus(x.shape().size(axis)));
        return Formulas.pad(x, front, back);
    }

    /// How far behind the turn's position each index of an axis of the whole is.
    private static Expr place(Expr positions, Size start, Expr part, int axis, Size size) {
        var graph = part.graph();
        var shape = part.shape().with(axis, size);
        var behind = IntStream.range(1, shape.rank()).boxed().toList();
        var offset = Formulas.fill(Formulas.size(graph, ElementType.I32, start), positions.shape());
        var first = Formulas.add(Formulas.cast(positions, ElementType.I32), offset);
        var index = Formulas.iota(graph, shape, axis, ElementType.I32);
        return Formulas.sub(index, Formulas.broadcastOver(first, shape, behind));
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
                found = Formulas.take(found, Formulas.countedFrom(positions.get(k), size), a);
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
        var third = new TensorType(ElementType.F32, Shape.of(4, 3));
        return List.of(
                Example.of(
                        new WriteSlice(List.of(Size.ONE, Size.ZERO), List.of()),
                        Example.Values.ANY,
                        first,
                        first.withShape(Shape.of(2, 3))),
                new Example(
                        new WriteSlice(List.of(Size.ZERO, Size.ZERO, Size.ONE), List.of(1)),
                        List.of(second, second.withShape(Shape.of(2, 1, 2)), position),
                        List.of(Example.Values.ANY, Example.Values.ANY, Example.Values.INDEX)),
                new Example(
                        new WriteSlice(List.of(Size.ZERO, Size.ZERO), List.of(0)),
                        List.of(third, third.withShape(Shape.of(2, 3)), position),
                        List.of(Example.Values.ANY, Example.Values.ANY, Example.Values.INDEX)));
    }
}
