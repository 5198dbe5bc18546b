package dev.dnet.testing;

import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.ArgMax;
import dev.dnet.compiler.ops.ArgMin;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.Max;
import dev.dnet.compiler.ops.Min;
import dev.dnet.compiler.ops.Prod;
import dev.dnet.compiler.ops.Reshape;
import dev.dnet.compiler.ops.Sum;
import dev.dnet.compiler.ops.Transpose;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reductions, the patterns that networks make of them, and movements of axes.
final class Structures {
    private Structures() {}

    static Production production() {
        return Production.oneOf(
                List.of(
                        Structures::reduction,
                        Structures::reduction,
                        Structures::positions,
                        Structures::softmax,
                        Structures::normalise,
                        Structures::repeat,
                        Structures::transpose,
                        Structures::reshape));
    }

    private static Optional<Expr> reduction(Draft draft) {
        return draft.pick(x -> x.type().element() != ElementType.BOOL && x.rank() > 0)
                .map(x -> reduction(draft, x, someAxes(draft, x)));
    }

    private static Expr reduction(Draft draft, Expr x, List<Integer> axes) {
        return switch (draft.random().nextInt(6)) {
            case 0 -> x.call(new Max(axes));
            case 1 -> x.call(new Min(axes));
            case 2 -> x.call(new Prod(axes));
            default -> x.call(new Sum(axes));
        };
    }

    private static List<Integer> someAxes(Draft draft, Expr x) {
        var axes =
                IntStream.range(0, x.rank())
                        .filter(a -> draft.random().nextBoolean())
                        .boxed()
                        .toList();
        return axes.isEmpty() ? List.of(draft.random().nextInt(x.rank())) : axes;
    }

    private static Optional<Expr> positions(Draft draft) {
        return draft.pick(x -> x.type().element() != ElementType.BOOL && x.rank() > 0)
                .map(x -> {
                    var axes = someAxes(draft, x);
                    return x.call(
                            draft.random().nextBoolean() ? new ArgMax(axes) : new ArgMin(axes));
                });
    }

    private static Optional<Expr> softmax(Draft draft) {
        return realWithAxes(draft)
                .map(x -> {
                    var axes = someAxes(draft, x);
                    var shifted = Formulas.sub(x, again(x.call(new Max(axes)), x, axes));
                    var powers = Formulas.exp(shifted);
                    var sum = Formulas.sum(powers, axes);
                    return draft.random().nextBoolean()
                            ? Formulas.div(powers, again(sum, x, axes))
                            : Formulas.sub(shifted, again(Formulas.log(sum), x, axes));
                });
    }

    private static Optional<Expr> normalise(Draft draft) {
        return realWithAxes(draft)
                .map(x -> {
                    var axes = someAxes(draft, x);
                    var centred = Formulas.sub(x, again(mean(x, axes), x, axes));
                    var variance = mean(Formulas.mul(centred, centred), axes);
                    return Formulas.mul(
                            centred, again(Formulas.rsqrt(Formulas.add(variance, 0.25)), x, axes));
                });
    }

    private static Expr mean(Expr x, List<Integer> axes) {
        var count = Size.product(axes.stream().map(x.shape()::size).toList());
        var sum = Formulas.sum(x, axes);
        return Formulas.div(
                sum,
                Formulas.fill(Formulas.size(x.graph(), x.type().element(), count), sum.shape()));
    }

    private static Expr again(Expr reduced, Expr like, List<Integer> axes) {
        return Formulas.broadcastOver(reduced, like.shape(), axes);
    }

    private static Optional<Expr> realWithAxes(Draft draft) {
        return draft.pick(x -> x.type().element() == draft.real() && x.rank() > 0);
    }

    private static Optional<Expr> repeat(Draft draft) {
        return draft.pick(x -> x.rank() < 4)
                .map(x -> {
                    int at = draft.random().nextInt(x.rank() + 1);
                    var shape = x.shape().insert(at, Size.of(1 + draft.random().nextInt(3)));
                    var axes =
                            IntStream.range(0, shape.rank()).filter(a -> a != at).boxed().toList();
                    return x.call(new Broadcast(shape, axes));
                });
    }

    private static Optional<Expr> transpose(Draft draft) {
        return draft.pick(x -> x.rank() > 1)
                .map(x -> {
                    var order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
                    Collections.shuffle(order, draft.random());
                    return x.call(new Transpose(order));
                });
    }

    /// Two neighbouring axes made one, or an axis of a known size made two.
    private static Optional<Expr> reshape(Draft draft) {
        return draft.pick(x -> x.rank() > 0)
                .map(x -> {
                    int at = draft.random().nextInt(x.rank());
                    var size = x.shape().size(at);
                    if (at + 1 < x.rank() && draft.random().nextBoolean()) {
                        var merged =
                                x.shape()
                                        .without(List.of(at))
                                        .with(at, size.times(x.shape().size(at + 1)));
                        return x.call(new Reshape(merged));
                    }
                    long factor = size.isConstant() && size.value() % 2 == 0 ? 2 : 1;
                    var halves =
                            x.shape().with(at, size.floorDiv(factor)).insert(at, Size.of(factor));
                    return halves.rank() > 4
                            ? x.call(new Reshape(flat(x)))
                            : x.call(new Reshape(halves));
                });
    }

    private static Shape flat(Expr x) {
        return Shape.of(x.shape().elements());
    }
}
