package dev.dnet.runtime.train;

import dev.dnet.runtime.data.Batch;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.DataSet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Runs a program over every example of a data set, in order, the short last batch included.
public final class Evaluator {
    private Evaluator() {}

    /// Means over all examples: each batch counts as much as it has examples.
    public static Evaluation evaluate(TrainProgram program, DataSet data, int batchSize) {
        List<String> names = new ArrayList<>(List.of(Evaluation.LOSS));
        names.addAll(program.metricNames());
        double[] sums = new double[names.size()];
        long examples = 0;
        try (BatchStream stream =
                BatchStream.once(data, program.batchFields(), BatchPlan.inOrder(batchSize))) {
            for (Optional<Batch> next = stream.next(); next.isPresent(); next = stream.next()) {
                add(sums, program.evaluate(next.get().tensors()), next.get().count());
                examples += next.get().count();
            }
        }
        return new Evaluation(means(names, sums, examples), examples);
    }

    private static void add(double[] sums, double[] means, int count) {
        if (means.length != sums.length) {
            throw new IllegalStateException(means.length + " values for " + sums.length);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += means[i] * count;
        }
    }

    private static SequencedMap<String, Double> means(
            List<String> names, double[] sums, long examples) {
        SequencedMap<String, Double> means = new LinkedHashMap<>();
        for (int i = 0; i < sums.length; i++) {
            means.put(names.get(i), sums[i] / examples);
        }
        return Collections.unmodifiableSequencedMap(means);
    }
}
