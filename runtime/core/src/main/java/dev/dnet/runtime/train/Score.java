package dev.dnet.runtime.train;

import dev.dnet.runtime.DnetException;

import java.util.OptionalDouble;

/// Which value of the validation decides what is the best checkpoint.
///
/// @param name `loss` or the name of a metric
/// @param higherIsBetter true for an accuracy, false for a loss
public record Score(String name, boolean higherIsBetter) {
    /// The lowest validation loss.
    public static final Score LOSS = new Score(Evaluation.LOSS, false);

    /// The value that decides.
    public double of(Evaluation evaluation) {
        Double value = evaluation.values().get(name);
        if (value == null) {
            throw new DnetException(
                    "train/score",
                    "the best checkpoint is to be chosen by '" + name + "'",
                    "one of " + evaluation.values().keySet(),
                    "name the loss or a metric of the train block");
        }
        return value;
    }

    /// NaN is never better.
    boolean better(double value, OptionalDouble best) {
        double signed = higherIsBetter ? value : -value;
        return best.isEmpty()
                ? !Double.isNaN(value)
                : signed > (higherIsBetter ? best.getAsDouble() : -best.getAsDouble());
    }
}
