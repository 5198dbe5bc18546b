package dev.dnet.testing;

import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Element-wise arithmetic, functions, comparisons and choices.
final class Scalars {
    private Scalars() {}

    static Production production() {
        return Production.oneOf(
                List.of(
                        Scalars::function,
                        Scalars::function,
                        Scalars::arithmetic,
                        Scalars::arithmetic,
                        Scalars::steps,
                        Scalars::choice,
                        Scalars::logic,
                        Scalars::wholeNumbers,
                        Scalars::conversion));
    }

    /// A function, and where it may be applied.
    private record Function(UnaryOperator<Expr> apply, Predicate<Double> domain) {}

    private static final List<Function> FUNCTIONS =
            List.of(
                    new Function(Formulas::exp, x -> x < 3),
                    new Function(Formulas::log, x -> x > 0.1),
                    new Function(Formulas::log1p, x -> x > -0.8),
                    new Function(Formulas::sqrt, x -> x > 0.05),
                    new Function(Formulas::rsqrt, x -> x > 0.1),
                    new Function(Formulas::sin, x -> Math.abs(x) < 20),
                    new Function(Formulas::cos, x -> Math.abs(x) < 20),
                    new Function(Formulas::tanh, x -> true),
                    new Function(Formulas::sigmoid, x -> true),
                    new Function(Formulas::erf, x -> true),
                    new Function(Formulas::neg, x -> true),
                    new Function(Formulas::abs, x -> true),
                    new Function(x -> Formulas.mul(x, x), x -> Math.abs(x) < 7));

    private static Optional<Expr> function(Draft draft) {
        var f = FUNCTIONS.get(draft.random().nextInt(FUNCTIONS.size()));
        var x = draft.pick(v -> v.type().element() == draft.real() && draft.all(v, f.domain()));
        return x.map(f.apply());
    }

    private static Optional<Expr> arithmetic(Draft draft) {
        var x = draft.pickReal();
        if (x.isEmpty()) {
            return x;
        }
        var y = partner(draft, x.get());
        return Optional.of(arithmetic(draft, x.get(), y));
    }

    private static Expr arithmetic(Draft draft, Expr x, Expr y) {
        boolean powers = draft.all(x, v -> v > 0.3 && v < 4) && draft.all(y, v -> Math.abs(v) < 3);
        return switch (draft.random().nextInt(powers ? 9 : 7)) {
            case 0 -> Formulas.add(x, y);
            case 1 -> Formulas.sub(x, y);
            case 2, 3 -> Formulas.mul(x, y);
            case 4 ->
                    draft.all(y, v -> Math.abs(v) > 0.2)
                            ? Formulas.div(x, y)
                            : Formulas.div(x, aboveOne(y));
            case 5 -> Formulas.minimum(x, y);
            case 6 -> Formulas.maximum(x, y);
            default -> Formulas.pow(x, y);
        };
    }

    private static Expr aboveOne(Expr y) {
        return Formulas.add(Formulas.mul(y, y), 1);
    }

    /// A value of the same type: one at hand, one repeated, a number, or a new input.
    static Expr partner(Draft draft, Expr x) {
        var same = draft.pick(v -> v.type().equals(x.type()));
        var source = repeatable(draft, x);
        return switch (draft.random().nextInt(6)) {
            case 0, 1 -> same.orElse(x);
            case 2, 3 -> source.orElse(x);
            case 4 -> Formulas.like(x, number(draft, x.type().element()));
            default -> draft.mayHaveMoreInputs() ? draft.input(x.type()) : same.orElse(x);
        };
    }

    private static double number(Draft draft, ElementType type) {
        int whole = draft.random().nextInt(-3, 6);
        return switch (type) {
            case F32, F64, F16, BF16 -> whole / 2.0;
            case I32, I64 -> whole;
            case BOOL -> whole > 0 ? 1 : 0;
        };
    }

    /// A value whose axes are some of x's, repeated along the others.
    private static Optional<Expr> repeatable(Draft draft, Expr x) {
        var axes =
                IntStream.range(0, x.rank())
                        .filter(a -> draft.random().nextBoolean())
                        .boxed()
                        .toList();
        var shape = new Shape(axes.stream().map(x.shape()::size).toList());
        var small = new TensorType(x.type().element(), shape);
        return draft.pick(v -> v.type().equals(small))
                .or(() ->
                        draft.mayHaveMoreInputs()
                                ? Optional.of(draft.input(small))
                                : Optional.empty())
                .map(v -> v.type().equals(x.type()) ? v : v.call(new Broadcast(x.shape(), axes)));
    }

    private static Optional<Expr> steps(Draft draft) {
        var steps = List.<UnaryOperator<Expr>>of(Formulas::floor, Formulas::round, Formulas::sign);
        return draft.pickReal().map(steps.get(draft.random().nextInt(steps.size())));
    }

    private static final List<BinaryOperator<Expr>> COMPARISONS =
            List.of(
                    Formulas::lt,
                    Formulas::le,
                    Formulas::gt,
                    Formulas::ge,
                    Formulas::eq,
                    Formulas::ne);

    private static Expr comparison(Draft draft, Expr x) {
        return COMPARISONS
                .get(draft.random().nextInt(COMPARISONS.size()))
                .apply(x, partner(draft, x));
    }

    private static Optional<Expr> choice(Draft draft) {
        return draft.pick(v -> v.type().element() != ElementType.BOOL)
                .map(x -> Formulas.select(condition(draft, x.shape()), x, partner(draft, x)));
    }

    private static Expr condition(Draft draft, Shape shape) {
        return draft.pick(v -> v.type().equals(new TensorType(ElementType.BOOL, shape)))
                .or(() ->
                        draft.pick(v ->
                                        v.shape().equals(shape)
                                                && v.type().element() != ElementType.BOOL)
                                .map(v -> comparison(draft, v)))
                .orElseThrow();
    }

    private static Optional<Expr> logic(Draft draft) {
        var x = draft.pick(v -> v.type().element() == ElementType.BOOL);
        if (x.isEmpty()) {
            return draft.pick(v -> v.type().element() != ElementType.BOOL)
                    .map(v -> comparison(draft, v));
        }
        return x.map(b ->
                switch (draft.random().nextInt(3)) {
                    case 0 -> Formulas.not(b);
                    case 1 -> Formulas.and(b, partner(draft, b));
                    default -> Formulas.or(b, partner(draft, b));
                });
    }

    private static Optional<Expr> wholeNumbers(Draft draft) {
        var x = draft.pick(v -> v.type().element().isInteger());
        return x.map(i -> {
            var y = partner(draft, i);
            boolean divides = draft.all(y, v -> v != 0);
            return switch (draft.random().nextInt(divides ? 7 : 5)) {
                case 0 -> Formulas.add(i, y);
                case 1 -> Formulas.sub(i, y);
                case 2 -> Formulas.mul(i, y);
                case 3 -> Formulas.minimum(i, y);
                case 4 -> Formulas.abs(i);
                case 5 -> Formulas.floorDiv(i, y);
                default -> Formulas.mod(i, y);
            };
        });
    }

    private static Optional<Expr> conversion(Draft draft) {
        var types = List.of(ElementType.I32, ElementType.I64, draft.real(), draft.real());
        var to = types.get(draft.random().nextInt(types.size()));
        return draft.pick(v -> v.type().element() != to).map(x -> Formulas.cast(x, to));
    }
}
