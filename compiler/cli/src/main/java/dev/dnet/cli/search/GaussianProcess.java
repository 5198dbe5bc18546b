package dev.dnet.cli.search;

import dev.dnet.cli.search.Strategy.Found;

import java.util.Arrays;
import java.util.List;

/// What is to be expected between places where something was found: a Gaussian process with the
/// kernel exp(-|a - b|² / 2 l²) and noise (Rasmussen and Williams, 2006, algorithm 2.1), on values
/// of mean 0 and variance 1.
final class GaussianProcess {
    private static final double[] LENGTHS = {0.05, 0.1, 0.2, 0.4, 0.8};
    private static final double NOISE = 1e-3;
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    private final List<Found> found;
    private final double length;
    private final double[][] factor;
    private final double[] weights;
    private final double likelihood;
    private final double best;

    /// With the length that makes what was found the likeliest.
    static GaussianProcess fit(List<Found> found) {
        var values = standard(found.stream().mapToDouble(Found::good).toArray());
        return Arrays.stream(LENGTHS)
                .mapToObj(l -> new GaussianProcess(found, values, l))
                .reduce((a, b) -> a.likelihood >= b.likelihood ? a : b)
                .orElseThrow();
    }

    private static double[] standard(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
        double scale = variance > 0 ? Math.sqrt(variance) : 1;
        return Arrays.stream(values).map(v -> (v - mean) / scale).toArray();
    }

    private GaussianProcess(List<Found> found, double[] values, double length) {
        this.found = found;
        this.length = length;
        factor = factor();
        var half = forward(values);
        weights = backward(half);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum -= half[i] * half[i] / 2 + Math.log(factor[i][i]);
        }
        likelihood = sum;
        best = Arrays.stream(values).max().orElseThrow();
    }

    /// By how much a place is expected to be above the best so far (Jones et al., 1998).
    double improvement(double[] place) {
        var k = found.stream().mapToDouble(f -> kernel(f.place(), place)).toArray();
        double mean = dot(k, weights);
        var half = forward(k);
        double deviation = Math.sqrt(Math.max(1e-12, 1 - dot(half, half)));
        double z = (mean - best) / deviation;
        return deviation * (z * cumulative(z) + Math.exp(-z * z / 2) / ROOT_TWO_PI);
    }

    /// The normal distribution's, by the series of Marsaglia (2004).
    static double cumulative(double z) {
        if (Math.abs(z) > 8) {
            return z > 0 ? 1 : 0;
        }
        double sum = 0;
        double term = z;
        for (int i = 3; sum + term != sum; i += 2) {
            sum += term;
            term *= z * z / i;
        }
        return 0.5 + sum * Math.exp(-z * z / 2) / ROOT_TWO_PI;
    }

    private double kernel(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.exp(-squares / (2 * length * length));
    }

    /// The lower triangle whose square is the matrix of kernels.
    private double[][] factor() {
        int n = found.size();
        var l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest =
                        kernel(found.get(i).place(), found.get(j).place()) + (i == j ? NOISE : 0);
                for (int k = 0; k < j; k++) {
                    rest -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
            }
        }
        return l;
    }

    private double[] forward(double[] b) {
        var x = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            double rest = b[i];
            for (int k = 0; k < i; k++) {
                rest -= factor[i][k] * x[k];
            }
            x[i] = rest / factor[i][i];
        }
        return x;
    }

    private double[] backward(double[] b) {
        var x = new double[b.length];
        for (int i = b.length - 1; i >= 0; i--) {
            double rest = b[i];
            for (int k = i + 1; k < b.length; k++) {
                rest -= factor[k][i] * x[k];
            }
            x[i] = rest / factor[i][i];
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
