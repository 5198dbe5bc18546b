package dev.dnet.cli;

import dev.dnet.runtime.train.Evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// A table of classes: how many examples of each class (a row) were taken for each class (a
/// column), with what follows from it. Figures of a class that nothing is known of are 0.
record Confusion(List<String> classes, long[][] counts) {
    private static final int SHOWN = 30;

    /// The tables among the metrics, whose elements are shares of all examples; `names` are those
    /// of the classes, where there are some.
    static SequencedMap<String, Confusion> all(Evaluation evaluation, List<String> names) {
        var all = new LinkedHashMap<String, Confusion>();
        evaluation
                .tables()
                .forEach((metric, shares) ->
                        all.put(metric, of(shares, evaluation.examples(), names)));
        return all;
    }

    private static Confusion of(double[][] shares, long examples, List<String> names) {
        var counts = new long[shares.length][shares.length];
        for (int r = 0; r < shares.length; r++) {
            for (int c = 0; c < shares.length; c++) {
                counts[r][c] = Math.round(shares[r][c] * examples);
            }
        }
        return new Confusion(
                names.size() == shares.length
                        ? names
                        : IntStream.range(0, shares.length).mapToObj(Integer::toString).toList(),
                counts);
    }

    /// The examples of both.
    Confusion plus(Confusion other) {
        var sums = new long[counts.length][counts.length];
        for (int r = 0; r < counts.length; r++) {
            for (int c = 0; c < counts.length; c++) {
                sums[r][c] = counts[r][c] + other.counts[r][c];
            }
        }
        return new Confusion(classes, sums);
    }

    /// Of those that were taken for the class, the share that is of it.
    double precision(int k) {
        return share((double) counts[k][k], Arrays.stream(counts).mapToDouble(row -> row[k]).sum());
    }

    /// Of those of the class, the share that was taken for it.
    double recall(int k) {
        return share((double) counts[k][k], support(k));
    }

    /// The harmonic mean of both.
    double f1(int k) {
        return share(2 * precision(k) * recall(k), precision(k) + recall(k));
    }

    double support(int k) {
        return Arrays.stream(counts[k]).sum();
    }

    double accuracy() {
        double right = IntStream.range(0, counts.length).mapToDouble(k -> counts[k][k]).sum();
        return share(right, IntStream.range(0, counts.length).mapToDouble(this::support).sum());
    }

    /// The mean over all classes, each counting the same.
    double macro(IntToDoubleFunction figure) {
        return IntStream.range(0, counts.length).mapToDouble(figure).average().orElse(0);
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    /// For people: the table, unless it is too wide to be read, and the figures of each class.
    String text(String name) {
        return (counts.length <= SHOWN ? matrix(name) + "\n" : "") + figures(name);
    }

    private String matrix(String name) {
        var titles = new ArrayList<>(List.of(name + ", is \\ taken for"));
        titles.addAll(classes);
        var table = new Table(titles.toArray(String[]::new));
        for (int r = 0; r < counts.length; r++) {
            var row = new ArrayList<>(List.of(classes.get(r)));
            for (long count : counts[r]) {
                row.add(Long.toString(count));
            }
            table.row(row.toArray(String[]::new));
        }
        return table.text();
    }

    private String figures(String name) {
        var table = new Table(name + ", class", "precision", "recall", "F1", "examples");
        for (int k = 0; k < counts.length; k++) {
            figures(table, classes.get(k), precision(k), recall(k), f1(k), support(k));
        }
        double all = macro(this::support) * counts.length;
        figures(table, "mean", macro(this::precision), macro(this::recall), macro(this::f1), all);
        return table.text() + "accuracy %s%n".formatted(RunLines.number(accuracy()));
    }

    private static void figures(
            Table table, String name, double precision, double recall, double f1, double support) {
        table.row(
                name,
                RunLines.number(precision),
                RunLines.number(recall),
                RunLines.number(f1),
                Long.toString(Math.round(support)));
    }

    /// For programs.
    static Map<String, Object> json(Map<String, Confusion> tables) {
        var all = new LinkedHashMap<String, Object>();
        tables.forEach((name, table) -> all.put(name, table.json()));
        return all;
    }

    private Map<String, Object> json() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("classes", classes);
        answer.put("counts", counts);
        answer.put("precision", each(this::precision));
        answer.put("recall", each(this::recall));
        answer.put("f1", each(this::f1));
        answer.put("accuracy", accuracy());
        answer.put("mean_precision", macro(this::precision));
        answer.put("mean_recall", macro(this::recall));
        answer.put("mean_f1", macro(this::f1));
        return answer;
    }

    private double[] each(IntToDoubleFunction figure) {
        return IntStream.range(0, counts.length).mapToDouble(figure).toArray();
    }
}
