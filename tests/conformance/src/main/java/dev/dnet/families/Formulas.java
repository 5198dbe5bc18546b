package dev.dnet.families;

/// Losses in float64 as textbooks define them, for rows of three; each is a mean.
final class Formulas {
    private Formulas() {}

    static double squared(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return sum / x.length;
    }

    /// Each row of `width` as probabilities.
    static double[] softmax(double[] x, int width) {
        var p = new double[x.length];
        for (int row = 0; row < x.length; row += width) {
            double total = 0;
            for (int i = row; i < row + width; i++) {
                total += Math.exp(x[i]);
            }
            for (int i = row; i < row + width; i++) {
                p[i] = Math.exp(x[i]) / total;
            }
        }
        return p;
    }

    static double cross(double[] x, int[] labels) {
        var p = softmax(x, x.length / labels.length);
        double sum = 0;
        for (int n = 0; n < labels.length; n++) {
            sum -= Math.log(p[n * x.length / labels.length + labels[n]]);
        }
        return sum / labels.length;
    }

    static double binary(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double p = 1 / (1 + Math.exp(-x[i]));
            sum -= y[i] * Math.log(p) + (1 - y[i]) * Math.log(1 - p);
        }
        return sum / x.length;
    }

    static double hinge(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.max(0, 1 - x[i] * y[i]);
        }
        return sum / x.length;
    }

    static double huber(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double a = Math.abs(x[i] - y[i]);
            sum += a <= 1 ? a * a / 2 : a - 0.5;
        }
        return sum / x.length;
    }

    static double divergence(double[] x, double[] p) {
        var q = softmax(x, 3);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += p[i] * Math.log(p[i] / q[i]);
        }
        int rows = x.length / 3;
        return sum / rows;
    }

    /// The cross-entropy of the cosines of all pairs, the partner of row n being row n.
    static double contrast(double[] a, double[] b, double temperature) {
        int rows = a.length / 3;
        var cosines = new double[rows * rows];
        var labels = new int[rows];
        for (int n = 0; n < rows; n++) {
            labels[n] = n;
            for (int m = 0; m < rows; m++) {
                double scale = Math.sqrt(dot(a, n, a, n) * dot(b, m, b, m));
                cosines[n * rows + m] = dot(a, n, b, m) / scale / temperature;
            }
        }
        return cross(cosines, labels);
    }

    private static double dot(double[] a, int n, double[] b, int m) {
        double sum = 0;
        for (int d = 0; d < 3; d++) {
            sum += a[3 * n + d] * b[3 * m + d];
        }
        return sum;
    }
}
