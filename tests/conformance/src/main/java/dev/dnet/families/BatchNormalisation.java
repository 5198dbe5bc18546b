package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/// A5: batch normalisation as the formula has it, its gradients against differences in float64, and
/// the layer of the library through `dnetc gradcheck`.
@AutoService(Family.class)
public final class BatchNormalisation implements Family {
    private static final int ROWS = 7;
    private static final int COLUMNS = 3;
    private static final double EPS = 1e-5;

    @Override
    public String row() {
        return "A5";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("normalisation").model("Formula", 1);
        var random = new Random(6);
        var x = Numbers.normal(random, ROWS * COLUMNS);
        var gamma = Numbers.normal(random, COLUMNS);
        var beta = Numbers.normal(random, COLUMNS);
        var w = Numbers.normal(random, ROWS * COLUMNS);
        var value =
                model.call("value", rows(x), Tensor.of(gamma, COLUMNS), Tensor.of(beta, COLUMNS));
        var slopes =
                model.parts(
                        "slopes",
                        rows(x),
                        Tensor.of(gamma, COLUMNS),
                        Tensor.of(beta, COLUMNS),
                        rows(w));
        var claims = new ArrayList<Claim>();
        claims.add(
                Claim.below(
                        "value, error", Numbers.apart(normalised(x, gamma, beta), value), 1e-12));
        claims.add(slope("x", slopes, a -> weighted(w, normalised(a, gamma, beta)), x));
        claims.add(slope("gamma", slopes, a -> weighted(w, normalised(x, a, beta)), gamma));
        claims.add(slope("beta", slopes, a -> weighted(w, normalised(x, gamma, a)), beta));
        claims.add(layer());
        return claims;
    }

    private static Claim slope(
            String by, ModelObject.Parts slopes, ToDoubleFunction<double[]> f, double[] at)
            throws ReflectiveOperationException {
        double error = Numbers.apart(Numbers.slopes(f, at), slopes.part(by));
        return Claim.below("gradient by " + by + ", error", error, 1e-8);
    }

    /// All that the check compares, parameters in front of the layer and its own.
    private static Claim layer() {
        var found =
                Command.json(
                        "gradcheck", Command.program("normalisation"), "--batch", "8", "--json");
        double most = 0;
        for (var sample : found.required("samples")) {
            most = Math.max(most, error(sample));
        }
        return Claim.below("the layer of the library, error of the gradient", most, 1e-6);
    }

    private static double error(JsonNode sample) {
        double difference = sample.required("difference").asDouble();
        return Math.abs(sample.required("gradient").asDouble() - difference)
                / (1 + Math.abs(difference));
    }

    private static Tensor rows(double[] values) {
        return Tensor.of(values, ROWS, COLUMNS);
    }

    private static double[] normalised(double[] x, double[] gamma, double[] beta) {
        var y = new double[x.length];
        for (int d = 0; d < COLUMNS; d++) {
            double m = 0;
            double v = 0;
            for (int n = d; n < x.length; n += COLUMNS) {
                m += x[n] / ROWS;
            }
            for (int n = d; n < x.length; n += COLUMNS) {
                v += (x[n] - m) * (x[n] - m) / ROWS;
            }
            for (int n = d; n < x.length; n += COLUMNS) {
                y[n] = gamma[d] * (x[n] - m) / Math.sqrt(v + EPS) + beta[d];
            }
        }
        return y;
    }

    private static double weighted(double[] w, double[] y) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += w[i] * y[i];
        }
        return sum;
    }
}
