package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.report.TemporaryFolder;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/// A8: a few examples learned by heart, folds, three parts of the data, and what follows from a
/// table of classes, each by one command, read as a program reads it.
@AutoService(Family.class)
public final class Reports implements Family {
    private static final String FILE = Command.program("reports");
    private static final double CLOSE = 1e-6;

    @Override
    public String row() {
        return "A8";
    }

    @Override
    public List<Claim> measure() throws Exception {
        try (var folder = TemporaryFolder.make()) {
            var run = folder.path().resolve("run").toString();
            var claims = new ArrayList<Claim>();
            var few =
                    Command.json(
                            "train",
                            FILE,
                            "--overfit",
                            "8",
                            "--epochs",
                            "8",
                            "--out",
                            run,
                            "--json");
            claims.add(
                    Claim.above(
                            "eight examples by heart, accuracy", value(few, "validation"), 0.999));
            Command.json("train", FILE, "--out", run, "--json");
            claims.addAll(parts(run + "/last.safetensors"));
            claims.addAll(
                    folds(
                            Command.json(
                                    "crossval",
                                    FILE,
                                    "--folds",
                                    "4",
                                    "--epochs",
                                    "3",
                                    "--out",
                                    run,
                                    "--json")));
            return claims;
        }
    }

    private static List<Claim> parts(String checkpoint) {
        var claims = new ArrayList<Claim>();
        long examples = 0;
        for (var part : List.of("train", "validation", "test")) {
            var said = Command.json("eval", FILE, checkpoint, "--part", part, "--json");
            examples += said.required("examples").asLong();
            var table = said.required("tables").required("confusion");
            claims.add(
                    Claim.below(
                            part + ", error of the figures that follow from the table",
                            Math.max(
                                    error(table),
                                    Math.abs(value(said, "values") - accuracy(table))),
                            CLOSE));
        }
        claims.add(Claim.equal("examples of the three parts", examples, 500));
        return claims;
    }

    private static List<Claim> folds(JsonNode said) {
        double mean = 0;
        double squares = 0;
        int folds = said.required("folds").size();
        for (var fold : said.required("folds")) {
            double accuracy = value(fold, "values");
            mean += accuracy / folds;
            squares += accuracy * accuracy / folds;
        }
        var of = said.required("values").required("accuracy");
        double deviation = Math.sqrt((squares - mean * mean) * folds / (folds - 1));
        var table = said.required("tables").required("confusion");
        return List.of(
                Claim.below(
                        "folds, error of the mean",
                        Math.abs(of.required("mean").asDouble() - mean),
                        CLOSE),
                Claim.below(
                        "folds, error of the deviation",
                        Math.abs(of.required("deviation").asDouble() - deviation),
                        CLOSE),
                Claim.equal("examples in the table of all folds", Math.round(sum(table)), 400),
                Claim.below(
                        "folds, error of the figures that follow from the table",
                        error(table),
                        CLOSE),
                Claim.above("folds, accuracy", mean, 0.75));
    }

    private static double value(JsonNode said, String values) {
        return said.required(values).required("accuracy").asDouble();
    }

    private static double count(JsonNode table, int is, int takenFor) {
        return table.required("counts").get(is).get(takenFor).asDouble();
    }

    private static double sum(JsonNode table) {
        return count(table, 0, 0) + count(table, 0, 1) + count(table, 1, 0) + count(table, 1, 1);
    }

    private static double accuracy(JsonNode table) {
        return (count(table, 0, 0) + count(table, 1, 1)) / sum(table);
    }

    /// Of precision, recall and F1 of two classes.
    private static double error(JsonNode table) {
        double most = 0;
        for (int k = 0; k < 2; k++) {
            double right = count(table, k, k);
            double missed = count(table, k, 1 - k);
            double wrong = count(table, 1 - k, k);
            most = Math.max(most, off(table, "precision", k, right / (right + wrong)));
            most = Math.max(most, off(table, "recall", k, right / (right + missed)));
            most = Math.max(most, off(table, "f1", k, 2 * right / (2 * right + missed + wrong)));
        }
        return most;
    }

    private static double off(JsonNode table, String figure, int k, double wanted) {
        return Math.abs(table.required(figure).get(k).asDouble() - wanted);
    }
}
