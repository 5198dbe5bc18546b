package dev.dnet.runtime.train;

import dev.dnet.runtime.data.Batch;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.DataSet;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Runs a program over every example of a data set, in order, the short last batch included.
public final class Evaluator {
    private Evaluator() {}

    /// Means over all examples: each batch counts as much as it has examples.
    public static Evaluation evaluate(TrainProgram program, DataSet data, int batchSize) {
        double[] sums = new double[0];
        long examples = 0;
        try (BatchStream stream =
                BatchStream.once(data, program.batchFields(), BatchPlan.inOrder(batchSize))) {
            for (Optional<Batch> next = stream.next(); next.isPresent(); next = stream.next()) {
                double[] means = program.evaluate(next.get().tensors());
                sums = examples == 0 ? new double[means.length] : sums;
                add(sums, means, next.get().count());
                examples += next.get().count();
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= examples;
        }
        return named(program, sums, examples);
    }

    private static void add(double[] sums, double[] means, int count) {
        if (means.length != sums.length) {
            throw new IllegalStateException(means.length + " values for " + sums.length);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += means[i] * count;
        }
    }

    private static Evaluation named(TrainProgram program, double[] means, long examples) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        SequencedMap<String, double[][]> tables = new LinkedHashMap<>();
        values.put(Evaluation.LOSS, means[0]);
        int at = 1;
        for (int k = 0; k < program.metricNames().size(); k++) {
            int rows = program.metricRows().get(k);
            if (rows == 0) {
                values.put(program.metricNames().get(k), means[at++]);
            } else {
                tables.put(program.metricNames().get(k), table(means, at, rows));
                at += rows * rows;
            }
        }
        return new Evaluation(
                Collections.unmodifiableSequencedMap(values),
                Collections.unmodifiableSequencedMap(tables),
                examples);
    }

    private static double[][] table(double[] means, int from, int rows) {
        double[][] table = new double[rows][];
        for (int r = 0; r < rows; r++) {
            table[r] = Arrays.copyOfRange(means, from + r * rows, from + (r + 1) * rows);
        }
        return table;
    }
}
