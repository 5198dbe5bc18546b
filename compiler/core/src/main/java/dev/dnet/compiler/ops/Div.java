package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;

import java.util.List;
import java.util.Optional;

/// `x / y` of floats; whole numbers are divided by [FloorDiv].
@AutoService({Op.class, Primitive.class})
public record Div() implements RealFunction {

    @Override
    public Fn fn() {
        return Fn.DIV;
    }

    @Override
    public String summary() {
        return "The quotient `x / y` of floats, element by element; whole numbers are divided by `div`.";
    }

    @Override
    public List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        var dx = Formulas.div(dy, x.get(1));
        return List.of(Optional.of(dx), Optional.of(Formulas.neg(Formulas.mul(dx, y))));
    }

    /// `x / 1` is `x`, `x / c` is `x * (1 / c)` where that is exact, and `1 / √x` has a function of
    /// its own.
    @Override
    public Optional<Expr> rewrite(List<Expr> x) {
        var divisor = Known.value(x.get(1));
        if (divisor.isPresent()) {
            return by(x.get(0), divisor.getAsDouble());
        }
        return Known.is(x.get(0), 1)
                ? Known.argument(x.get(1), Sqrt.class).map(Formulas::rsqrt)
                : Optional.empty();
    }

    private static Optional<Expr> by(Expr x, double divisor) {
        if (divisor == 1) {
            return Optional.of(x);
        }
        return isPowerOfTwo(divisor) ? Optional.of(Formulas.mul(x, 1 / divisor)) : Optional.empty();
    }

    /// Whether a float and its reciprocal are both powers of two, of a size that every float type
    /// has.
    private static boolean isPowerOfTwo(double x) {
        int exponent = Math.getExponent(x);
        return Math.abs(exponent) <= 100 && Math.abs(x) == Math.scalb(1.0, exponent);
    }

    @Override
    public String elementHelp() {
        return "whole numbers are divided by `div`, which rounds down; for a fraction convert first: f32(x)";
    }
}
