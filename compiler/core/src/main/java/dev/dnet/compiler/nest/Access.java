package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.Map;

/// One index of an operand as a function of the axes: `numerator / divisor`. Where the divisor does
/// not divide, or the quotient lies outside the operand, there is no element and zero stands for
/// it. The division is what makes the derivative of a strided access an access again.
public record Access(Size numerator, long divisor) {

    public Access {
        if (divisor < 1) {
            throw new IllegalArgumentException("divisor " + divisor);
        }
        long common = commonFactor(numerator, divisor);
        if (common > 1) {
            numerator = numerator.exactDiv(Size.of(common)).orElseThrow();
            divisor /= common;
        }
    }

    public static Access of(Size index) {
        return new Access(index, 1);
    }

    public static Access of(Axis axis) {
        return of(axis.index());
    }

    public static List<Access> of(List<Axis> axes) {
        return axes.stream().map(Access::of).toList();
    }

    /// `axis * stride + offset`, the position of a window's element.
    public static Access of(Axis axis, long stride, Size offset) {
        return of(axis.index().times(stride).plus(offset));
    }

    private static long commonFactor(Size numerator, long divisor) {
        long common = divisor;
        for (var term : numerator.terms()) {
            common = gcd(common, Math.abs(term.coefficient()));
        }
        return common;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// Whether this is the bare index of an axis.
    public boolean is(Axis axis) {
        return divisor == 1 && numerator.equals(axis.index());
    }

    public Size index() {
        return numerator.floorDiv(divisor);
    }

    /// The checks that a load needs in a dimension of this extent; none where the axes' ranges
    /// prove it safe.
    public Guard guard(Size extent, List<Axis> axes) {
        var guard = Guard.ALWAYS;
        if (divisor > 1) {
            guard = guard.and(new Guard.Check.Divides(numerator, Size.of(divisor)));
        }
        return Bounds.inRange(numerator, extent.times(divisor), axes)
                ? guard
                : guard.and(new Guard.Check.InRange(index(), extent));
    }

    /// The factor of an axis in the numerator; of use only if [linear][#isLinearIn] in it.
    public Size coefficient(Axis axis) {
        return numerator.substitute(Map.of(axis.name(), Size.ONE)).minus(without(axis));
    }

    /// The numerator at index 0 of an axis.
    public Size without(Axis axis) {
        return numerator.substitute(Map.of(axis.name(), Size.ZERO));
    }

    public boolean isLinearIn(Axis axis) {
        return numerator.equals(coefficient(axis).times(axis.index()).plus(without(axis)));
    }

    public boolean mentions(Axis axis) {
        return numerator.symbols().contains(axis.name());
    }

    /// This access with an axis expressed by others. That the value of the axis is whole is not
    /// checked again: the access that is the bare axis does it.
    public Access substitute(Axis axis, Access value) {
        if (!mentions(axis)) {
            return this;
        }
        var scaled =
                coefficient(axis).times(value.numerator).plus(without(axis).times(value.divisor));
        return new Access(scaled, divisor * value.divisor);
    }

    @Override
    public String toString() {
        return divisor == 1
                ? numerator.toString()
                : (numerator.terms().size() > 1 ? "(" + numerator + ")" : numerator)
                        + " / "
                        + divisor;
    }
}
