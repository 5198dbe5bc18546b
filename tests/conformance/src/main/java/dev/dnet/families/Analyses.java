package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// G6: clusters, principal components and linear discriminants against closed forms in float64, and
/// points off the plane of all others, which are given back worst.
@AutoService(Family.class)
public final class Analyses implements Family {
    private static final int POINTS = 120;
    private static final int STRANGE = 12;
    private static final int STEPS = 1500;
    private static final double CLOSE = 1e-8;

    @Override
    public String row() {
        return "G6";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("clusters");
        var analysis = compiled.model("Analysis", 1);
        var random = new Random(4);
        var claims = new ArrayList<Claim>();
        claims.add(clusters(analysis, Cloud.made(random, POINTS, 3, 20)));
        claims.addAll(components(analysis, Cloud.made(random, POINTS, 1, 1)));
        claims.addAll(discriminants(analysis, random));
        claims.addAll(strange(compiled, analysis, Cloud.made(random, POINTS, 1, 1)));
        return claims;
    }

    /// Clouds far apart: the centres are the means of the classes, from one point of each.
    private static Claim clusters(ModelObject analysis, Cloud cloud)
            throws ReflectiveOperationException {
        var start = new double[3 * Cloud.SIZE];
        var wanted = new double[3 * Cloud.SIZE];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(cloud.points()[c], 0, start, c * Cloud.SIZE, Cloud.SIZE);
            System.arraycopy(cloud.mean(c), 0, wanted, c * Cloud.SIZE, Cloud.SIZE);
        }
        var found =
                analysis.parts("clusters", cloud.tensor(), Tensor.of(start, 3, Cloud.SIZE))
                        .part("centres");
        return Claim.below("clusters, error of the centres", Numbers.apart(wanted, found), CLOSE);
    }

    private static List<Claim> components(ModelObject analysis, Cloud cloud)
            throws ReflectiveOperationException {
        var wanted = Eigen.of(cloud.scatter(false));
        var found = analysis.parts("components", cloud.tensor(), 1L);
        var variances = new double[2];
        double most = 0;
        for (int k = 0; k < 2; k++) {
            variances[k] = wanted.values()[k] / POINTS;
            var direction = column(found.part("directions"), k);
            most = Math.max(most, 1 - Math.abs(LeastSquares.value(direction, wanted.vectors()[k])));
        }
        return List.of(
                Claim.below("principal components, 1 - cosine", most, CLOSE),
                Claim.below(
                        "principal components, error of the variances",
                        Numbers.apart(variances, found.part("variances")),
                        CLOSE));
    }

    /// Of two classes, the discriminant is S⁻¹ (m₁ - m₀); of three, S w share = B w for each.
    private static List<Claim> discriminants(ModelObject analysis, Random random)
            throws ReflectiveOperationException {
        var two = Cloud.made(random, POINTS, 2, 1);
        var apart = two.mean(1);
        for (int i = 0; i < Cloud.SIZE; i++) {
            apart[i] -= two.mean(0)[i];
        }
        var w = column(analysis.parts("pair", two.tensor(), two.label(), 1L).part("directions"), 0);
        double cosine = cosine(product(two.scatter(true), w), apart);
        var three = Cloud.made(random, POINTS, 3, 1);
        var found = analysis.parts("triple", three.tensor(), three.label(), 1L);
        double most = 0;
        for (int k = 0; k < 2; k++) {
            var v = column(found.part("directions"), k);
            var inside = product(three.scatter(true), v);
            var all = product(three.scatter(false), v);
            double share = 1 + found.part("shares").valueAt(k);
            for (int i = 0; i < Cloud.SIZE; i++) {
                most = Math.max(most, Math.abs(all[i] - share * inside[i]));
            }
        }
        return List.of(
                Claim.below("discriminant of two classes, 1 - cosine", 1 - cosine, CLOSE),
                Claim.below("discriminants of three, error of S w share = B w", most, 1e-6));
    }

    /// How well the strange ones are told, by principal components and by what an auto-encoder
    /// learns, which is the same.
    private static List<Claim> strange(Compiled compiled, ModelObject analysis, Cloud cloud)
            throws ReflectiveOperationException {
        var axes = Eigen.of(cloud.scatter(false)).vectors();
        for (int n = 0; n < STRANGE; n++) {
            for (int i = 0; i < Cloud.SIZE; i++) {
                cloud.points()[n][i] += (n % 2 == 0 ? 1.5 : -1.5) * axes[3][i];
            }
        }
        var closed = analysis.call("strange", cloud.tensor(), 1L);
        try (var program = compiled.train("Learn", 1)) {
            var x = Tensor.of(Numbers.floats(cloud.flat()), POINTS, Cloud.SIZE);
            for (int step = 0; step < STEPS; step++) {
                program.step(List.of(x), 1, step);
            }
            var learned = compiled.model("Autoencoder", 1).learned(program, "net");
            var found = learned.call("apply", x);
            return List.of(
                    Claim.above("strange points, area under the curve", area(found), 0.95),
                    Claim.below(
                            "learned distances, error against principal components",
                            Numbers.apart(Numbers.doubles(closed), found),
                            0.05));
        }
    }

    /// The share of pairs of a strange point and another in which the strange one is farther off.
    private static double area(Tensor distances) {
        double right = 0;
        for (int s = 0; s < STRANGE; s++) {
            for (int n = STRANGE; n < POINTS; n++) {
                right += distances.valueAt(s) > distances.valueAt(n) ? 1 : 0;
            }
        }
        return right / (STRANGE * (POINTS - STRANGE));
    }

    private static double[] column(Tensor matrix, int k) {
        var all = Numbers.doubles(matrix);
        int columns = all.length / Cloud.SIZE;
        var column = new double[Cloud.SIZE];
        for (int i = 0; i < column.length; i++) {
            column[i] = all[i * columns + k];
        }
        return column;
    }

    private static double[] product(double[][] a, double[] x) {
        var y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = LeastSquares.value(a[i], x);
        }
        return y;
    }

    private static double cosine(double[] a, double[] b) {
        return Math.abs(LeastSquares.value(a, b))
                / Math.sqrt(LeastSquares.value(a, a) * LeastSquares.value(b, b));
    }
}
