package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.List;
import java.util.Random;

/// The path of KFAC to a plane through points, beside the same in float64: one layer of three
/// inputs and a bias, two outputs.
final class KfacPath {
    private static final int POINTS = 16;
    private static final int IN = 3;
    private static final int OUT = 2;
    private static final int STEPS = 25;
    private static final double RATE = 0.1;
    private static final double DAMPING = 0.1;
    private static final double DECAY = 0.9;
    private static final double MOMENTUM = 0.5;

    /// What float32 leaves of a path.
    private static final double CLOSE = 2e-4;

    private final double[][] x = new double[POINTS][IN + 1];
    private final double[][] y = new double[POINTS][OUT];
    private final double[][] w = new double[OUT][IN + 1];
    private final double[][] v = new double[OUT][IN + 1];
    private final double[][] inputs = new double[IN + 1][IN + 1];
    private final double[][] slopes = new double[OUT][OUT];

    private KfacPath() {
        var random = new Random(3);
        for (int n = 0; n < POINTS; n++) {
            for (int i = 0; i < IN; i++) {
                x[n][i] = (float) (random.nextGaussian() * (i + 1));
            }
            x[n][IN] = 1;
            for (int o = 0; o < OUT; o++) {
                y[n][o] = (float) random.nextGaussian();
            }
        }
    }

    static Claim claim(Compiled compiled) throws ReflectiveOperationException {
        var path = new KfacPath();
        double most = 0;
        try (var program = compiled.train("Plane", 5)) {
            var weights = Quadratic.variable(program, "net.w");
            var bias = Quadratic.variable(program, "net.b");
            for (int o = 0; o < OUT; o++) {
                for (int i = 0; i < IN; i++) {
                    path.w[o][i] = weights.valueAt(o * IN + i);
                }
                path.w[o][IN] = bias.valueAt(o);
            }
            for (int t = 1; t <= STEPS; t++) {
                program.step(path.batch(), 1, t - 1L);
                path.step(t);
                for (int o = 0; o < OUT; o++) {
                    for (int i = 0; i < IN; i++) {
                        most = Math.max(most, Math.abs(path.w[o][i] - weights.valueAt(o * IN + i)));
                    }
                    most = Math.max(most, Math.abs(path.w[o][IN] - bias.valueAt(o)));
                }
            }
        }
        return Claim.below("kfac, error of the path of " + STEPS + " steps", most, CLOSE);
    }

    private List<Tensor> batch() {
        var xs = new float[POINTS * IN];
        var ys = new float[POINTS * OUT];
        for (int n = 0; n < POINTS; n++) {
            for (int i = 0; i < IN; i++) {
                xs[n * IN + i] = (float) x[n][i];
            }
            for (int o = 0; o < OUT; o++) {
                ys[n * OUT + o] = (float) y[n][o];
            }
        }
        return List.of(Tensor.of(xs, POINTS, IN), Tensor.of(ys, POINTS, OUT));
    }

    private void step(int t) {
        var s = new double[POINTS][OUT];
        var g = new double[OUT][IN + 1];
        for (int n = 0; n < POINTS; n++) {
            for (int o = 0; o < OUT; o++) {
                s[n][o] = 2 * (LeastSquares.value(x[n], w[o]) - y[n][o]);
                for (int i = 0; i <= IN; i++) {
                    g[o][i] += s[n][o] * x[n][i] / POINTS;
                }
            }
        }
        follow(inputs, x);
        follow(slopes, s);
        double seen = 1 - Math.pow(DECAY, t);
        double share = Math.sqrt(trace(inputs) / (IN + 1) / (trace(slopes) / OUT));
        var right = new double[OUT][];
        for (int o = 0; o < OUT; o++) {
            right[o] = solve(inputs, seen, Math.sqrt(DAMPING) * share, g[o]);
        }
        for (int i = 0; i <= IN; i++) {
            var column = new double[] {right[0][i], right[1][i]};
            var step = solve(slopes, seen, Math.sqrt(DAMPING) / share, column);
            for (int o = 0; o < OUT; o++) {
                v[o][i] = MOMENTUM * v[o][i] + step[o];
                w[o][i] -= RATE * v[o][i];
            }
        }
    }

    /// The moving average of the products of each row with itself.
    private static void follow(double[][] average, double[][] rows) {
        for (int i = 0; i < average.length; i++) {
            for (int j = 0; j < average.length; j++) {
                double sum = 0;
                for (var row : rows) {
                    sum += row[i] * row[j];
                }
                average[i][j] = DECAY * average[i][j] + (1 - DECAY) * sum / rows.length;
            }
        }
    }

    private static double trace(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i][i];
        }
        return sum;
    }

    private static double[] solve(double[][] a, double seen, double damping, double[] b) {
        var whole = new double[a.length][a.length + 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                whole[i][j] = a[i][j] / seen + (i == j ? damping : 0);
            }
            whole[i][a.length] = b[i];
        }
        return LeastSquares.eliminate(whole);
    }
}
