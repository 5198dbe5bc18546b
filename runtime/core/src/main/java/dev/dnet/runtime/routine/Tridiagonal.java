package dev.dnet.runtime.routine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// A symmetric matrix on its way to its eigenvectors: made tridiagonal by Householder reflections,
/// then diagonal by implicit QL steps (Golub and Van Loan, "Matrix computations", 8.3). The
/// eigenvectors are the rows of `basis`, so that all inner loops run along rows.
final class Tridiagonal {
    /// Each eigenvalue takes two steps or three; so many are never needed.
    private static final int MOST_STEPS = 60;

    private final int n;
    private final double[] diagonal;
    private final double[] beside;
    private final double[][] basis;
    private boolean found;

    /// @param a is overwritten
    Tridiagonal(double[][] a) {
        n = a.length;
        diagonal = new double[n];
        beside = new double[n];
        basis = new double[n][n];
        for (int i = 0; i < n; i++) {
            basis[i][i] = 1;
        }
        found = Arrays.stream(a).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        if (found) {
            reflect(a);
            for (int l = 0; l < n && found; l++) {
                found = diagonalise(l);
            }
        }
    }

    /// The eigenvectors as columns of an `n x n` matrix; NaN where there are none.
    double[] columns() {
        var columns = new double[n * n];
        if (!found) {
            Arrays.fill(columns, Double.NaN);
            return columns;
        }
        var order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> diagonal[i]))
                        .toList();
        for (int j = 0; j < n; j++) {
            var vector = basis[order.get(j)];
            double sign = largest(vector) < 0 ? -1 : 1;
            for (int i = 0; i < n; i++) {
                columns[i * n + j] = sign * vector[i];
            }
        }
        return columns;
    }

    private static double largest(double[] vector) {
        double largest = 0;
        for (double v : vector) {
            largest = Math.abs(v) > Math.abs(largest) ? v : largest;
        }
        return largest;
    }

    private void reflect(double[][] a) {
        var scales = new double[n];
        for (int k = 0; k < n - 2; k++) {
            scales[k] = reflect(a, k);
        }
        for (int k = 0; k < n; k++) {
            diagonal[k] = a[k][k];
            beside[k] = k < n - 1 && (k == n - 2 || scales[k] == 0) ? a[k + 1][k] : beside[k];
        }
        for (int k = n - 3; k >= 0; k--) {
            for (int i = k + 1; i < n && scales[k] != 0; i++) {
                add(basis[i], -scales[k] * dot(basis[i], a[k], k + 1), a[k], k + 1);
            }
        }
    }

    /// `H = I - scale · v vᵀ` maps column `k` below its second element to zero; `H A H` replaces
    /// `A`, and `v` stands in row `k` from then on. Gives the scale, 0 where nothing is to be done.
    private double reflect(double[][] a, int k) {
        var v = a[k];
        double below = 0;
        for (int i = k + 2; i < n; i++) {
            below += Math.abs(v[i]);
        }
        if (below == 0) {
            return 0;
        }
        double size = Arrays.stream(v, k + 1, n).map(Math::abs).max().orElse(0);
        for (int i = k + 1; i < n; i++) {
            v[i] /= size;
        }
        double norm = Math.copySign(Math.sqrt(dot(v, v, k + 1)), v[k + 1]);
        beside[k] = -norm * size;
        v[k + 1] += norm;
        double scale = 2 / dot(v, v, k + 1);
        var q = new double[n];
        for (int i = k + 1; i < n; i++) {
            q[i] = scale * dot(a[i], v, k + 1);
        }
        add(q, -scale / 2 * dot(q, v, k + 1), v, k + 1);
        for (int i = k + 1; i < n; i++) {
            add(a[i], -v[i], q, k + 1);
            add(a[i], -q[i], v, k + 1);
        }
        return scale;
    }

    private static double dot(double[] x, double[] y, int from) {
        double sum = 0;
        for (int i = from; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] x, int from) {
        for (int i = from; i < to.length; i++) {
            to[i] += factor * x[i];
        }
    }

    /// Steps from below until row `l` stands alone; whether it came to that.
    private boolean diagonalise(int l) {
        for (int step = 0; step < MOST_STEPS; step++) {
            int m = l;
            while (m < n - 1 && !isSmall(m)) {
                m++;
            }
            if (m == l) {
                return true;
            }
            step(l, m);
        }
        return false;
    }

    private boolean isSmall(int i) {
        double around = Math.abs(diagonal[i]) + Math.abs(diagonal[i + 1]);
        return Math.abs(beside[i]) <= Math.ulp(around) / 2;
    }

    /// One step with Wilkinson's shift on rows `l` to `m`: rotations push the element that the
    /// first one makes out of the matrix.
    private void step(int l, int m) {
        double half = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
        double root = Math.copySign(Math.hypot(half, 1), half);
        double g = diagonal[m] - diagonal[l] + beside[l] / (half + root);
        double sine = 1;
        double cosine = 1;
        double moved = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = sine * beside[i];
            double b = cosine * beside[i];
            double r = Math.hypot(f, g);
            beside[i + 1] = r;
            if (r == 0) {
                diagonal[i + 1] -= moved;
                beside[m] = 0;
                return;
            }
            sine = f / r;
            cosine = g / r;
            g = diagonal[i + 1] - moved;
            r = (diagonal[i] - g) * sine + 2 * cosine * b;
            moved = sine * r;
            diagonal[i + 1] = g + moved;
            g = cosine * r - b;
            rotate(basis[i], basis[i + 1], cosine, sine);
        }
        diagonal[l] -= moved;
        beside[l] = g;
        beside[m] = 0;
    }

    private static void rotate(double[] x, double[] y, double cosine, double sine) {
        for (int k = 0; k < x.length; k++) {
            double before = y[k];
            y[k] = sine * x[k] + cosine * before;
            x[k] = cosine * x[k] - sine * before;
        }
    }
}
