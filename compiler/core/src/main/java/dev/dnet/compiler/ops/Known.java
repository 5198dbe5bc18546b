package dev.dnet.compiler.ops;

import dev.dnet.compiler.op.Expr;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is known of values when compiling: those that are one number at every index.
final class Known {
    private Known() {}

    /// The number at every index of the value, if it is one number and known. Repeating and
    /// reshaping do not change it.
    static OptionalDouble value(Expr x) {
        var instr = x.graph().instr(x.value());
        return switch (instr.op()) {
            case Const(ElementType element, double value) -> OptionalDouble.of(value);
            case Broadcast b -> value(new Expr(x.graph(), instr.args().getFirst()));
            case Reshape r -> value(new Expr(x.graph(), instr.args().getFirst()));
            default -> OptionalDouble.empty();
        };
    }

    static boolean is(Expr x, double number) {
        var value = value(x);
        return value.isPresent() && value.getAsDouble() == number;
    }

    /// The operand of the operation that made the value, if it was this kind of operation with one
    /// operand.
    static Optional<Expr> argument(Expr x, Class<? extends Elementwise> of) {
        var instr = x.graph().instr(x.value());
        return of.isInstance(instr.op()) && instr.args().size() == 1
                ? Optional.of(new Expr(x.graph(), instr.args().getFirst()))
                : Optional.empty();
    }

    /// The result of an element-wise operation on known numbers. The reference computes it, which
    /// is the same float as at run time for arithmetic, and as near as any for functions. A whole
    /// number that would wrap is left alone.
    static Optional<Expr> fold(Elementwise op, List<Expr> x) {
        var args = x.stream().map(Known::value).toList();
        if (args.stream().anyMatch(OptionalDouble::isEmpty)) {
            return Optional.empty();
        }
        var type = op.type(x.stream().map(Expr::type).toList());
        double value =
                op.fn()
                        .reference(
                                type.element(),
                                args.stream().mapToDouble(OptionalDouble::getAsDouble).toArray());
        if (type.element().isInteger() && !fits(type.element(), value)) {
            return Optional.empty();
        }
        var scalar = Formulas.constant(x.getFirst().graph(), type.element(), value);
        return Optional.of(Formulas.fill(scalar, type.shape()));
    }

    /// Whether a whole number is in the range of the type, and exact in float64.
    private static boolean fits(ElementType type, double value) {
        double limit = type == ElementType.I32 ? Integer.MAX_VALUE : 1L << 53;
        return Math.abs(value) <= limit;
    }
}
