package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.type.Size;

import java.util.Optional;

/// Arithmetic on what is known when compiling. Whole numbers stay whole, and may hold symbols.
final class Numbers {
    private Numbers() {}

    static Value binary(BinaryOp op, Value left, Value right, Span at) {
        if (left instanceof Value.Int(Size a) && right instanceof Value.Int(Size b)) {
            return op.isComparison() ? new Value.Bool(compare(op, a, b, at)) : whole(op, a, b, at);
        }
        double a = number(left, at);
        double b = number(right, at);
        return op.isComparison()
                ? new Value.Bool(compare(op, Double.compare(a, b)))
                : new Value.Num(real(op, a, b));
    }

    /// A number as a float; a size with symbols has no value yet.
    static double number(Value value, Span at) {
        return switch (value) {
            case Value.Num n -> n.number();
            case Value.Int(Size size) when size.isConstant() -> size.value();
            case Value.Int(Size size) ->
                    throw Refusal.of(
                            "size/not-constant",
                            at,
                            "the value of " + size + " is known only when the program runs",
                            "as a tensor it can be calculated with: f32(" + size + ")");
            default -> throw new IllegalStateException("not a number: " + value);
        };
    }

    private static Value whole(BinaryOp op, Size a, Size b, Span at) {
        return switch (op) {
            case ADD -> new Value.Int(a.plus(b));
            case SUB -> new Value.Int(a.minus(b));
            case MUL -> new Value.Int(a.times(b));
            case FLOOR_DIV -> new Value.Int(a.floorDiv(notZero(b, at)));
            case MOD -> new Value.Int(a.mod(notZero(b, at)));
            case DIV -> quotient(a, notZero(b, at), at);
            case POW -> power(a, b, at);
            default -> throw new IllegalStateException("not arithmetic: " + op);
        };
    }

    private static Size notZero(Size divisor, Span at) {
        if (divisor.is(0)) {
            throw Refusal.of("size/division-by-zero", at, "division by zero");
        }
        return divisor;
    }

    private static Value quotient(Size a, Size b, Span at) {
        if (a.isConstant() && b.isConstant()) {
            return new Value.Num((double) a.value() / b.value());
        }
        throw Refusal.of(
                "size/not-constant",
                at,
                a + " / " + b + " is known only when the program runs",
                "for a size write `div`; for a tensor f32(" + a + ") / " + b);
    }

    private static Value power(Size a, Size b, Span at) {
        var exponent = b.constant();
        if (exponent.isPresent() && exponent.getAsLong() >= 0 && exponent.getAsLong() <= 62) {
            var result = Size.ONE;
            for (long k = 0; k < exponent.getAsLong(); k++) {
                result = result.times(a);
            }
            return new Value.Int(result);
        }
        return new Value.Num(Math.pow(number(new Value.Int(a), at), number(new Value.Int(b), at)));
    }

    private static double real(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case FLOOR_DIV -> Math.floor(a / b);
            case MOD -> a - Math.floor(a / b) * b;
            case POW -> Math.pow(a, b);
            default -> throw new IllegalStateException("not arithmetic: " + op);
        };
    }

    private static boolean compare(BinaryOp op, Size a, Size b, Span at) {
        return decide(op, a, b)
                .orElseThrow(() ->
                        Refusal.of(
                                "size/undecided",
                                at,
                                "whether "
                                        + a
                                        + " "
                                        + op.symbol()
                                        + " "
                                        + b
                                        + " is known only when the program runs",
                                "compare tensors where it runs: f32("
                                        + a
                                        + ") "
                                        + op.symbol()
                                        + " …"));
    }

    /// Whether the comparison holds for all values of the symbols, or for none.
    static Optional<Boolean> decide(BinaryOp op, Size a, Size b) {
        var difference = a.minus(b);
        return difference.isConstant()
                ? Optional.of(compare(op, Long.signum(difference.value())))
                : Optional.empty();
    }

    private static boolean compare(BinaryOp op, int order) {
        return switch (op) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            default -> throw new IllegalStateException("not a comparison: " + op);
        };
    }
}
