package dev.dnet.compiler.nest;

/// The error function in float64, for the reference only: the Maclaurin series where it converges
/// without cancellation, the continued fraction of erfc elsewhere (Abramowitz and Stegun 7.1.5 and
/// 7.1.14).
final class Erf {
    private Erf() {}

    static double of(double x) {
        double a = Math.abs(x);
        if (Double.isNaN(x) || a > 6) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        return a < 2.5 ? series(x) : Math.signum(x) * (1 - tail(a));
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static double tail(double x) {
        double fraction = 0;
        for (int k = 120; k >= 1; k--) {
            fraction = k / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
