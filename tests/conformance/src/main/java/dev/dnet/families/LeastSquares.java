package dev.dnet.families;

import java.util.Arrays;

/// Regressions in float64 by solving their equations.
final class LeastSquares {
    private LeastSquares() {}

    /// The w with the least Σ (rows · w - y)², by the normal equations.
    static double[] solve(double[][] rows, double[] y) {
        var ones = new double[y.length];
        Arrays.fill(ones, 1);
        return weighted(rows, y, ones);
    }

    /// The w with the greatest likelihood of the classes 0 and 1, by Newton's method.
    static double[] logistic(double[][] rows, double[] classes) {
        var w = new double[rows[0].length];
        for (int turn = 0; turn < 30; turn++) {
            var weights = new double[classes.length];
            var targets = new double[classes.length];
            for (int n = 0; n < classes.length; n++) {
                double p = 1 / (1 + Math.exp(-value(rows[n], w)));
                weights[n] = p * (1 - p);
                targets[n] = (classes[n] - p) / weights[n];
            }
            var step = weighted(rows, targets, weights);
            for (int i = 0; i < w.length; i++) {
                w[i] += step[i];
            }
        }
        return w;
    }

    static double value(double[] row, double[] w) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += row[i] * w[i];
        }
        return sum;
    }

    private static double[] weighted(double[][] rows, double[] y, double[] weights) {
        int size = rows[0].length;
        var a = new double[size][size + 1];
        for (int n = 0; n < y.length; n++) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    a[i][j] += weights[n] * rows[n][i] * rows[n][j];
                }
                a[i][size] += weights[n] * rows[n][i] * y[n];
            }
        }
        return eliminate(a);
    }

    /// Gauss and Jordan, with the largest pivot of each column.
    static double[] eliminate(double[][] a) {
        int size = a.length;
        for (int k = 0; k < size; k++) {
            int best = k;
            for (int i = k; i < size; i++) {
                best = Math.abs(a[i][k]) > Math.abs(a[best][k]) ? i : best;
            }
            var pivot = a[best];
            a[best] = a[k];
            a[k] = pivot;
            for (int i = 0; i < size; i++) {
                double factor = i == k ? 0 : a[i][k] / pivot[k];
                for (int j = k; j <= size; j++) {
                    a[i][j] -= factor * pivot[j];
                }
            }
        }
        var x = new double[size];
        for (int k = 0; k < size; k++) {
            x[k] = a[k][size] / a[k][k];
        }
        return x;
    }
}
