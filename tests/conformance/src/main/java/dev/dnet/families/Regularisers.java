package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.report.TemporaryFolder;
import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A4: norms and dropout in both modes, running statistics in checkpoints, prices on weights, label
/// smoothing, pictures moved about by chance, and early stopping.
@AutoService(Family.class)
public final class Regularisers implements Family {
    private static final int COUNT = 60;
    private static final int COLUMNS = 12;
    private static final int TELLING = 3;

    @Override
    public String row() {
        return "A4";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("regularisers");
        var claims = new ArrayList<>(new NormModes(compiled).claims());
        claims.addAll(prices(compiled));
        claims.addAll(model(compiled.model("Moves", 1)));
        claims.addAll(moved(compiled));
        return claims;
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        return stops();
    }

    private static List<Claim> prices(Compiled compiled) throws ReflectiveOperationException {
        var random = new Random(4);
        var x = Numbers.normal(random, COUNT * COLUMNS);
        var y = new double[COUNT];
        for (int n = 0; n < COUNT; n++) {
            for (int d = 0; d < TELLING; d++) {
                y[n] += (d + 1) * x[n * COLUMNS + d];
            }
            y[n] += random.nextGaussian();
        }
        var batch =
                List.of(
                        Tensor.of(Numbers.floats(x), COUNT, COLUMNS),
                        Tensor.of(Numbers.floats(y), COUNT, 1));
        try (var program = compiled.train("Prices", 1)) {
            for (int step = 0; step < 1500; step++) {
                program.step(batch, 1, step);
            }
            var plain = Numbers.doubles(Quadratic.variable(program, "plain.w"));
            var ridge = Numbers.doubles(Quadratic.variable(program, "ridge.w"));
            var lasso = Numbers.doubles(Quadratic.variable(program, "lasso.w"));
            double bias = Quadratic.variable(program, "ridge.b").valueAt(0);
            var values = program.evaluate(batch);
            double l2 = squares(ridge, 0) + bias * bias;
            double l1 = Arrays.stream(ridge).map(Math::abs).sum() + Math.abs(bias);
            return List.of(
                    Claim.below("l2, error", Math.abs(values[1] - l2) / l2, 1e-5),
                    Claim.below("l1, error", Math.abs(values[2] - l1) / l1, 1e-5),
                    Claim.below(
                            "squares of the weights with L2 over those without",
                            squares(ridge, 0) / squares(plain, 0),
                            0.8),
                    Claim.below(
                            "weights that tell nothing, with L1 over those without",
                            Math.sqrt(squares(lasso, TELLING) / squares(plain, TELLING)),
                            0.3));
        }
    }

    private static double squares(double[] w, int from) {
        return Arrays.stream(w).skip(from).map(v -> v * v).sum();
    }

    private static List<Claim> model(ModelObject moves) throws ReflectiveOperationException {
        var random = new Random(5);
        var pictures = Numbers.normal(random, 40);
        var x = Tensor.of(Numbers.floats(pictures), 2, 1, 4, 5);
        var scores = Numbers.normal(random, 12);
        int[] labels = {2, 0, 1, 1};
        double wanted = 0;
        for (int n = 0; n < 12; n++) {
            double hot = labels[n / 3] == n % 3 ? 0.9 : 0;
            wanted -= (hot + 0.1 / 3) * Math.log(Formulas.softmax(scores, 3)[n]) / 4;
        }
        double smoothed = moves.number("smoothed", Tensor.of(scores, 4, 3), Tensor.of(labels, 4));
        return List.of(
                Claim.below("label smoothing, error", Math.abs(smoothed - wanted), 1e-12),
                Claim.below(
                        "mirrored when not training, change",
                        Numbers.apart(Numbers.doubles(x), moves.call("mirror", x)),
                        1e-15),
                Claim.below(
                        "moved when not training, change",
                        Numbers.apart(Numbers.doubles(x), moves.call("shift", x)),
                        1e-15));
    }

    private static List<Claim> moved(Compiled compiled) throws ReflectiveOperationException {
        try (var program = compiled.train("Moved", 1)) {
            Digits.train(program, 150, 50, 150);
            var values = program.evaluate(Digits.test(program, 500));
            return List.of(
                    Claim.above("150 digits moved about, accuracy on others", values[2], 0.7),
                    Claim.above("the same over that of still ones", values[2] / values[1], 1.03));
        }
    }

    /// Training ends by itself, and the best checkpoint is better than where a run without patience
    /// ends.
    private static List<Claim> stops() throws Exception {
        try (var folder = TemporaryFolder.make()) {
            var early = stops(folder, "early", "patience=10");
            var late = stops(folder, "late", "patience=0");
            return List.of(
                    Claim.below("early stopping, epochs of 120", (double) early.epoch(), 120),
                    Claim.below(
                            "loss of the best checkpoint over that at the end of all",
                            early.best() / late.end(),
                            0.9));
        }
    }

    private record Run(long epoch, double best, double end) {}

    private static Run stops(TemporaryFolder folder, String name, String patience) {
        var done =
                Command.json(
                        "train",
                        Command.program("regularisers"),
                        "--train",
                        "Stops",
                        "--set",
                        patience,
                        "--out",
                        folder.path().resolve(name).toString(),
                        "--json");
        return new Run(
                done.required("epoch").asLong(),
                done.required("best").asDouble(),
                done.required("validation").required("loss").asDouble());
    }
}
