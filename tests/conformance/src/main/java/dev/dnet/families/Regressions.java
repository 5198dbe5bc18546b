package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// A2: regressions find the weights that closed forms, or Newton's method in float64, give.
@AutoService(Family.class)
public final class Regressions implements Family {
    private static final int COUNT = 60;
    private static final int STEPS = 1000;
    private static final double ASKED = 1e-3;
    private static final double[] TRUTH = {1.5, -0.7, 0.3, 0.5};

    @Override
    public String row() {
        return "A2";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("regression");
        var random = new Random(8);
        var rows = rows(random);
        var line = new double[COUNT];
        var classes = new double[COUNT];
        for (int n = 0; n < COUNT; n++) {
            double z = dot(rows[n], TRUTH);
            line[n] = z + 0.3 * random.nextGaussian();
            classes[n] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
        }
        var claims = new ArrayList<Claim>();
        claims.add(weights(compiled, "Line", rows, line, LeastSquares.solve(rows, line)));
        claims.add(
                weights(compiled, "Logistic", rows, classes, LeastSquares.logistic(rows, classes)));
        claims.addAll(new PolynomialFits(compiled.model("Polynomials", 1)).claims());
        return claims;
    }

    private static Claim weights(
            Compiled compiled, String name, double[][] rows, double[] y, double[] wanted)
            throws ReflectiveOperationException {
        var x = new double[3 * COUNT];
        for (int i = 0; i < x.length; i++) {
            x[i] = rows[i / 3][i % 3];
        }
        var batch =
                List.of(
                        Tensor.of(Numbers.floats(x), COUNT, 3),
                        Tensor.of(Numbers.floats(y), COUNT));
        try (var program = compiled.train(name, 1)) {
            for (int step = 0; step < STEPS; step++) {
                program.step(batch, 1, step);
            }
            double off = Numbers.apart(wanted, found(program));
            return Claim.below(name + ", error of the weights", off, ASKED);
        }
    }

    private static double[] found(TrainProgram program) {
        var found = Arrays.copyOf(variable(program, "net.w"), 4);
        found[3] = variable(program, "net.b")[0];
        return found;
    }

    private static double[] variable(TrainProgram program, String path) {
        return Numbers.doubles(Objects.requireNonNull(program.variables().get(path)));
    }

    /// Three numbers and a 1 for each example.
    private static double[][] rows(Random random) {
        var rows = new double[COUNT][];
        for (int n = 0; n < COUNT; n++) {
            rows[n] = Arrays.copyOf(Numbers.normal(random, 3), 4);
            rows[n][3] = 1;
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
