package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Polynomials of order 1, 2 and 9 through twelve noisy points of a parabola: the first is too
/// stiff, the last follows the noise.
record PolynomialFits(ModelObject model) {
    private static final int POINTS = 12;
    private static final int TEST = 200;
    private static final double NOISE = 0.3;

    List<Claim> claims() throws ReflectiveOperationException {
        var random = new Random(9);
        var x = new double[POINTS];
        for (int n = 0; n < POINTS; n++) {
            x[n] = 2.0 * n / (POINTS - 1) - 1;
        }
        var y = noisy(x, random);
        var claims = new ArrayList<Claim>();
        var errors = new ArrayList<Double>();
        var orders = List.of(1, 2, 9);
        var methods = List.of("first", "second", "ninth");
        for (int k = 0; k < orders.size(); k++) {
            int order = orders.get(k);
            var found = model.call(methods.get(k), Tensor.of(x, POINTS), Tensor.of(y, POINTS));
            var wanted = LeastSquares.solve(powers(x, order), y);
            double off = Numbers.apart(wanted, found);
            claims.add(Claim.below("order " + order + ", error of the weights", off, 1e-3));
            errors.add(testError(Numbers.doubles(found)));
        }
        claims.add(above("order 1 over order 2 on new points (bias)", errors, 0));
        claims.add(above("order 9 over order 2 on new points (variance)", errors, 2));
        return claims;
    }

    private static Claim above(String what, List<Double> errors, int order) {
        return Claim.above(what, errors.get(order) / errors.get(1), 2);
    }

    private static double truth(double x) {
        return 1 - x + 2 * x * x;
    }

    private static double[] noisy(double[] x, Random random) {
        return Arrays.stream(x).map(v -> truth(v) + NOISE * random.nextGaussian()).toArray();
    }

    /// The mean square of what it is off the parabola.
    private static double testError(double[] w) {
        double sum = 0;
        for (int n = 0; n < TEST; n++) {
            double x = 2.0 * n / (TEST - 1) - 1;
            double off =
                    LeastSquares.value(powers(new double[] {x}, w.length - 1)[0], w) - truth(x);
            sum += off * off;
        }
        return sum / TEST;
    }

    private static double[][] powers(double[] x, int order) {
        var rows = new double[x.length][order + 1];
        for (int n = 0; n < x.length; n++) {
            for (int k = 0; k <= order; k++) {
                rows[n][k] = Math.pow(x[n], k);
            }
        }
        return rows;
    }
}
