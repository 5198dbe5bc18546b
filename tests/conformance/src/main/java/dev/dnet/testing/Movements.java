package dev.dnet.testing;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Chosen;
import dev.dnet.compiler.ops.Concat;
import dev.dnet.compiler.ops.CumulativeSum;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.Pad;
import dev.dnet.compiler.ops.Reverse;
import dev.dnet.compiler.ops.ScatterAdd;
import dev.dnet.compiler.ops.Slice;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Parts of tensors, tensors put together, and elements chosen by indices that are data.
final class Movements {
    private Movements() {}

    static Production production() {
        return Production.oneOf(
                List.of(
                        onAnAxis(Movements::slice),
                        onAnAxis(Movements::pad),
                        onAnAxis((draft, at) -> at.x().call(new Reverse(List.of(at.axis())))),
                        onAnAxis(Movements::concat),
                        Movements::runningSum,
                        onAnAxis(Movements::take),
                        onAnAxis(Movements::takeAlong),
                        Movements::scatter));
    }

    private record Place(Expr x, int axis) {
        Size size() {
            return x.shape().size(axis);
        }
    }

    private static Production onAnAxis(BiFunction<Draft, Place, Expr> grow) {
        return draft ->
                draft.pick(x -> x.rank() > 0)
                        .map(x -> new Place(x, draft.random().nextInt(x.rank())))
                        .map(at -> grow.apply(draft, at));
    }

    /// Some elements of an axis of known size; of a symbol the one that is surely there.
    private static Expr slice(Draft draft, Place at) {
        long size = at.size().isConstant() ? at.size().value() : 1;
        long start = draft.random().nextLong(size);
        long stride = 1L + draft.random().nextInt(2);
        long count = 1 + draft.random().nextLong((size - start - 1) / stride + 1);
        var starts = new ArrayList<>(Collections.nCopies(at.x().rank(), Size.ZERO));
        var strides = new ArrayList<>(Collections.nCopies(at.x().rank(), 1L));
        starts.set(at.axis(), Size.of(start));
        strides.set(at.axis(), stride);
        return at.x()
                .call(
                        new Slice(
                                starts,
                                at.x().shape().with(at.axis(), Size.of(count)).sizes(),
                                strides));
    }

    private static Expr pad(Draft draft, Place at) {
        var before = new ArrayList<>(Collections.nCopies(at.x().rank(), Size.ZERO));
        var after = new ArrayList<>(before);
        before.set(at.axis(), Size.of(draft.random().nextInt(3)));
        after.set(at.axis(), Size.of(draft.random().nextInt(3)));
        double value = at.x().type().isFloat() ? draft.random().nextInt(3) / 2.0 : 0;
        return at.x().call(new Pad(before, after, value));
    }

    private static Expr concat(Draft draft, Place at) {
        var other = Scalars.partner(draft, at.x());
        return at.x().call(new Concat(at.axis()), other);
    }

    private static Optional<Expr> runningSum(Draft draft) {
        return draft.pick(x -> x.rank() > 0 && x.type().element() != ElementType.BOOL)
                .map(x ->
                        x.call(
                                new CumulativeSum(
                                        draft.random().nextInt(x.rank()),
                                        draft.random().nextBoolean())));
    }

    private static Expr take(Draft draft, Place at) {
        var shape =
                draft.random().nextInt(4) == 0
                        ? Shape.SCALAR
                        : Shape.of(1 + draft.random().nextInt(5));
        return Formulas.take(at.x(), indices(draft, shape, at.size()), at.axis());
    }

    private static Expr takeAlong(Draft draft, Place at) {
        var shape = at.x().shape().with(at.axis(), Size.of(1 + draft.random().nextInt(4)));
        return Formulas.takeAlong(at.x(), indices(draft, shape, at.size()), at.axis());
    }

    /// Whole numbers of the program brought into the range, or new ones.
    private static Expr indices(Draft draft, Shape shape, Size below) {
        var type = new TensorType(ElementType.I32, shape);
        var atHand = draft.pick(v -> v.type().equals(type));
        if (atHand.isPresent() && draft.random().nextBoolean()) {
            var size = Formulas.size(draft.graph(), ElementType.I32, below);
            return Formulas.mod(atHand.get(), Formulas.fill(size, shape));
        }
        var dims = shape.sizes().stream().mapToLong(draft::number).toArray();
        return draft.input(
                type, NdArray.generate(dims, i -> draft.random().nextLong(draft.number(below))));
    }

    private static Optional<Expr> scatter(Draft draft) {
        return draft.pick(x -> x.type().element() == draft.real() && x.rank() > 0)
                .map(x -> {
                    int axis = draft.random().nextInt(x.rank());
                    var shape = Shape.of(1 + draft.random().nextInt(6));
                    var updates = new ArrayList<>(x.shape().sizes());
                    updates.set(axis, shape.size(0));
                    var type = new TensorType(draft.real(), new Shape(updates));
                    var from =
                            draft.pick(v -> v.type().equals(type))
                                    .orElseGet(() -> draft.input(type));
                    var places = indices(draft, shape, x.shape().size(axis));
                    return x.call(new ScatterAdd(new Chosen(axis, false)), places, from);
                });
    }
}
