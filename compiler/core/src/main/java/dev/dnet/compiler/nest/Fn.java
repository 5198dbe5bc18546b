package dev.dnet.compiler.nest;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Half;

import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// The scalar functions that every target has. Each carries its float64 reference; how a target
/// computes it, and to how many units in the last place, is the target's matter.
public enum Fn {
    ADD((a, b) -> a + b),
    SUB((a, b) -> a - b),
    MUL((a, b) -> a * b),
    DIV((a, b) -> a / b),
    FLOOR_DIV((a, b) -> Math.floor(a / b)),
    MOD((a, b) -> a - Math.floor(a / b) * b),
    POW(Math::pow),
    MIN(Math::min),
    MAX(Math::max),
    NEG(a -> -a),
    ABS(Math::abs),
    SIGN(a -> a > 0 ? 1 : a < 0 ? -1 : a),
    FLOOR(Math::floor),
    /// To the nearest whole number, ties to even.
    ROUND(Math::rint),
    SQRT(Math::sqrt),
    RSQRT(a -> 1 / Math.sqrt(a)),
    EXP(Math::exp),
    LOG(Math::log),
    LOG1P(Math::log1p),
    SIN(Math::sin),
    COS(Math::cos),
    TANH(Math::tanh),
    SIGMOID(a -> 1 / (1 + Math.exp(-a))),
    ERF(Erf::of),
    EQ((a, b) -> a == b ? 1 : 0),
    NE((a, b) -> a != b ? 1 : 0),
    LT((a, b) -> a < b ? 1 : 0),
    LE((a, b) -> a <= b ? 1 : 0),
    GT((a, b) -> a > b ? 1 : 0),
    GE((a, b) -> a >= b ? 1 : 0),
    AND((a, b) -> a != 0 && b != 0 ? 1 : 0),
    OR((a, b) -> a != 0 || b != 0 ? 1 : 0),
    NOT(a -> a == 0 ? 1 : 0),
    /// `select(condition, then, otherwise)`.
    SELECT(3, args -> args[0] != 0 ? args[1] : args[2]),
    /// To the element type of the term; towards zero from a float to an integer, `x != 0` to bool.
    CAST(a -> a),
    /// To the nearest f16, of an f32.
    ROUND_F16(a -> Half.roundF16((float) a)),
    /// To the nearest bf16, of an f32.
    ROUND_BF16(a -> Half.roundBf16((float) a));

    /// A reference of any arity.
    @FunctionalInterface
    public interface Reference {
        double apply(double[] args);
    }

    private final int arity;
    private final Reference reference;

    Fn(int arity, Reference reference) {
        this.arity = arity;
        this.reference = reference;
    }

    Fn(DoubleUnaryOperator reference) {
        this(1, args -> reference.applyAsDouble(args[0]));
    }

    Fn(DoubleBinaryOperator reference) {
        this(2, args -> reference.applyAsDouble(args[0], args[1]));
    }

    public int arity() {
        return arity;
    }

    public double reference(double... args) {
        return reference.apply(args);
    }

    /// The reference with a result of a given type, which only a cast depends on.
    public double reference(ElementType type, double... args) {
        return this == CAST ? cast(type, args[0]) : reference(args);
    }

    private static double cast(ElementType type, double x) {
        return switch (type) {
            case F32, F64, F16, BF16 -> x;
            case I32 -> (int) x;
            case I64 -> (long) x;
            case BOOL -> x != 0 ? 1 : 0;
        };
    }

    public boolean isComparison() {
        return compareTo(EQ) >= 0 && compareTo(GE) <= 0;
    }

    /// Whether the result is a bool whatever the operands are.
    public boolean isPredicate() {
        return compareTo(EQ) >= 0 && compareTo(NOT) <= 0;
    }

    /// Whether it costs many instructions, so that computing it twice is dearer than storing it.
    public boolean isCostly() {
        return switch (this) {
            case POW, EXP, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF -> true;
            default -> false;
        };
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
