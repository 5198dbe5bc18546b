package dev.dnet.families;

import dev.dnet.report.TemporaryFolder;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.checkpoint.Progress;
import dev.dnet.runtime.train.TrainProgram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/// Norms and dropout in both modes, on batches of [N, 4, 3], against their definitions in float64.
record NormModes(Compiled compiled) {
    private static final int ROWS = 400;
    private static final int CHANNELS = 4;
    private static final int PLACES = 3;
    private static final int STEPS = 3;
    private static final double EPS = 1e-5;
    private static final double CLOSE = 1e-5;

    List<Claim> claims() throws Exception {
        var random = new Random(9);
        var x = Numbers.normal(random, ROWS * CHANNELS * PLACES);
        var w = Numbers.normal(random, x.length);
        for (int i = 0; i < x.length; i++) {
            x[i] = 2 * x[i] + 1;
        }
        var batch = List.of(tensor(x), tensor(w));
        var claims = new ArrayList<Claim>();
        try (var program = compiled.train("Modes", 1)) {
            var before = program.evaluate(batch);
            program.step(batch, 1, 0);
            var training = program.losses();
            double bn = product(w, normalised(x, i -> channel(i)));
            double ln = product(w, normalised(x, i -> i / PLACES));
            double gn = product(w, normalised(x, i -> i / (2 * PLACES)));
            claims.add(error("batch norm when training", bn, training[0]));
            claims.add(error("the same before it has seen a batch", product(w, x), before[1]));
            claims.add(error("layer norm when training", ln, training[1]));
            claims.add(error("layer norm otherwise", ln, before[2]));
            claims.add(error("group norm when training", gn, training[2]));
            claims.add(error("group norm otherwise", gn, before[3]));
            claims.add(
                    Claim.below(
                            "dropout when training, mean square off 1 / (1 - rate)",
                            Math.abs(training[3] - 1 / 0.75),
                            0.06));
            claims.add(error("dropout otherwise", 1, before[4]));
            for (int step = 1; step < STEPS; step++) {
                program.step(batch, 1, step);
            }
            claims.addAll(running(program, batch, x, w));
        }
        return claims;
    }

    /// Running statistics, what they make of a batch, and both from a checkpoint.
    private List<Claim> running(TrainProgram program, List<Tensor> batch, double[] x, double[] w)
            throws Exception {
        var mean = new double[CHANNELS];
        var squares = new double[CHANNELS];
        for (int i = 0; i < x.length; i++) {
            mean[channel(i)] += x[i] / (ROWS * PLACES);
            squares[channel(i)] += x[i] * x[i] / (ROWS * PLACES);
        }
        double left = Math.pow(0.9, STEPS);
        var m = new double[CHANNELS];
        var v = new double[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            m[c] = (1 - left) * mean[c];
            v[c] = left + (1 - left) * (squares[c] - mean[c] * mean[c]);
        }
        var y = new double[x.length];
        var gamma = Numbers.doubles(Quadratic.variable(program, "bn.gamma"));
        var beta = Numbers.doubles(Quadratic.variable(program, "bn.beta"));
        for (int i = 0; i < x.length; i++) {
            int c = channel(i);
            y[i] = gamma[c] * (x[i] - m[c]) / Math.sqrt(v[c] + EPS) + beta[c];
        }
        double after = program.evaluate(batch)[1];
        return List.of(
                Claim.below(
                        "running mean, error",
                        Numbers.apart(m, Quadratic.variable(program, "bn.mean")),
                        CLOSE),
                Claim.below(
                        "running variance, error",
                        Numbers.apart(v, Quadratic.variable(program, "bn.var")),
                        CLOSE),
                error("batch norm by them", product(w, y), after),
                saved(program, batch, after));
    }

    /// Another program, begun otherwise, gives the same bits with what the checkpoint holds.
    private Claim saved(TrainProgram program, List<Tensor> batch, double after) throws Exception {
        try (var folder = TemporaryFolder.make();
                var other = compiled.train("Modes", 2)) {
            var file = folder.path().resolve("modes.safetensors");
            var progress = Progress.start(program.name(), program.fingerprint(), 1);
            Checkpoint.save(file, program.variables(), progress);
            Checkpoint.load(file).restoreWeights(other.variables());
            return new Claim(
                    "running statistics from a checkpoint give the same bits",
                    "%s and %s".formatted(other.evaluate(batch)[1], after),
                    other.evaluate(batch)[1] == after);
        }
    }

    private static Claim error(String what, double wanted, double got) {
        return Claim.below(
                what + ", error", Math.abs(wanted - got) / (1 + Math.abs(wanted)), CLOSE);
    }

    private static int channel(int i) {
        return i / PLACES % CHANNELS;
    }

    private static Tensor tensor(double[] values) {
        return Tensor.of(Numbers.floats(values), ROWS, CHANNELS, PLACES);
    }

    /// Mean 0 and variance 1 within each group of elements.
    private static double[] normalised(double[] x, IntUnaryOperator group) {
        int groups = group.applyAsInt(x.length - 1) + 1;
        var sums = new double[Math.max(groups, CHANNELS)][3];
        for (int i = 0; i < x.length; i++) {
            var s = sums[group.applyAsInt(i)];
            s[0]++;
            s[1] += x[i];
            s[2] += x[i] * x[i];
        }
        var y = new double[x.length];
        Arrays.setAll(
                y,
                i -> {
                    var s = sums[group.applyAsInt(i)];
                    double m = s[1] / s[0];
                    return (x[i] - m) / Math.sqrt(s[2] / s[0] - m * m + EPS);
                });
        return y;
    }

    private static double product(double[] w, double[] y) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += w[i] * y[i];
        }
        return sum / w.length;
    }
}
