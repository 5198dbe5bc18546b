package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `xʸ`.
@AutoService({Op.class, Primitive.class})
public record Pow() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.POW;
    }

    @Override
    public String summary() {
        return "The power `xʸ` (`x ** y`) of floats, element by element; NaN where `x` is negative and `y` not whole.";
    }

    @Override
    public String elementHelp() {
        return "for whole numbers write x * x, or convert first: f32(x)";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(
                Optional.of(Formulas.mul(dy, byBase(x.get(0), x.get(1)))),
                Known.value(x.get(1)).isPresent()
                        ? Optional.empty()
                        : Optional.of(Formulas.mul(dy, byExponent(x.get(0), x.get(1), y))));
    }

    /// `y xʸ⁻¹`, and 0 where `y` is 0 even if `x` is.
    private static Expr byBase(Expr base, Expr exponent) {
        var slope = Formulas.mul(exponent, Formulas.pow(base, Formulas.add(exponent, -1)));
        return Known.value(exponent).orElse(0) != 0
                ? slope
                : Formulas.select(Formulas.eq(exponent, 0), Formulas.like(slope, 0), slope);
    }

    /// `xʸ ln x`, and 0 where `x` is 0 and `y` is not negative: there `xʸ` does not change with
    /// `y`.
    private static Expr byExponent(Expr base, Expr exponent, Expr power) {
        var slope = Formulas.mul(power, Formulas.log(base));
        var flat =
                Formulas.and(
                        Formulas.eq(base, 0), Formulas.ge(exponent, Formulas.like(exponent, 0)));
        return Formulas.select(flat, Formulas.like(slope, 0), slope);
    }

    /// Exponents for which there is something cheaper and as exact. (A root of -∞ is NaN then, a
    /// power was ∞.)
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        var base = x.getFirst();
        var exponent = Known.value(x.get(1));
        if (exponent.isEmpty()) {
            return Optional.empty();
        }
        double e = exponent.getAsDouble();
        if (e == 0.5) {
            return Optional.of(Formulas.sqrt(base));
        }
        if (e == -0.5) {
            return Optional.of(Formulas.rsqrt(base));
        }
        return e == Math.rint(e) && e >= -1 && e <= 3
                ? Optional.of(whole(base, (int) e))
                : Optional.empty();
    }

    private static Expr whole(Expr base, int exponent) {
        return switch (exponent) {
            case -1 -> Formulas.div(Formulas.like(base, 1), base);
            case 0 -> Formulas.like(base, 1);
            case 1 -> base;
            case 2 -> Formulas.mul(base, base);
            case 3 -> Formulas.mul(Formulas.mul(base, base), base);
            default -> throw new IllegalArgumentException("exponent " + exponent);
        };
    }

    @Override
    public List<Example.Values> domain() {
        return List.of(Example.Values.POSITIVE, Example.Values.ANY);
    }
}
