package dev.dnet.families;

import java.util.Arrays;

/// The eigenvalues of a small symmetric matrix in float64, by the rotations of Jacobi (1846).
final class Eigen {
    private static final int SWEEPS = 30;

    private Eigen() {}

    /// The values, largest first, and a row for the vector of each.
    record Pairs(double[] values, double[][] vectors) {}

    static Pairs of(double[][] symmetric) {
        int size = symmetric.length;
        var a = Arrays.stream(symmetric).map(double[]::clone).toArray(double[][]::new);
        var v = new double[size][size];
        for (int i = 0; i < size; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        var order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(a[j][j], a[i][i]));
        return new Pairs(
                Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray(),
                Arrays.stream(order).map(i -> v[i]).toArray(double[][]::new));
    }

    /// The rotation of the axes p and q after which they do not mix.
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int k = 0; k < a.length; k++) {
            double x = a[k][p];
            double y = a[k][q];
            a[k][p] = c * x - s * y;
            a[k][q] = s * x + c * y;
        }
        for (int k = 0; k < a.length; k++) {
            double x = a[p][k];
            double y = a[q][k];
            a[p][k] = c * x - s * y;
            a[q][k] = s * x + c * y;
            x = v[p][k];
            y = v[q][k];
            v[p][k] = c * x - s * y;
            v[q][k] = s * x + c * y;
        }
    }
}
