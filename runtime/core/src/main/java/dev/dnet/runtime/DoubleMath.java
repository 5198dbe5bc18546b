package dev.dnet.runtime;

/// Functions of `double` that `StrictMath` lacks, with the same bits on every machine.
///
/// For the float64 reference and for programs in f64; they are exact to a few units in the last
/// place, and not made for speed.
public final class DoubleMath {
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

    private DoubleMath() {}

    /// The error function: its series of positive terms below 3, a continued fraction above.
    public static double erf(double x) {
        double a = Math.abs(x);
        if (a < 3) {
            return series(x);
        }
        return Double.isNaN(x) ? x : Math.copySign(1 - (a > 6 ? 0 : tail(a)), x);
    }

    /// 1 / (1 + exp(-x)), without overflow.
    public static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// erf(x) = 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!! (Abramowitz and Stegun 7.1.6).
    private static double series(double x) {
        double z = x * x;
        double term = x;
        double sum = x;
        for (int n = 1; n <= 70; n++) {
            term *= 2 * z / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * StrictMath.exp(-z) * sum;
    }

    /// erfc(x) by its continued fraction (Abramowitz and Stegun 7.1.14), for x of 3 or more.
    private static double tail(double x) {
        double fraction = x;
        for (int n = 60; n >= 1; n--) {
            fraction = x + 0.5 * n / fraction;
        }
        return StrictMath.exp(-x * x) * TWO_OVER_SQRT_PI / (2 * fraction);
    }
}
