package dev.dnet.runtime.train;

import java.util.SequencedMap;

/// The loss and the metrics of a program on a data set, as means over its examples.
///
/// @param values by name, `loss` first
/// @param tables metrics that are tables of classes, by name, as rows
/// @param examples how many examples there were
public record Evaluation(
        SequencedMap<String, Double> values,
        SequencedMap<String, double[][]> tables,
        long examples) {
    /// The name of the loss among the values.
    public static final String LOSS = "loss";

    /// The mean loss.
    public double loss() {
        return values.firstEntry().getValue();
    }
}
