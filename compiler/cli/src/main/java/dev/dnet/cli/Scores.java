package dev.dnet.cli;

import dev.dnet.runtime.train.Score;
import dev.dnet.runtime.train.TrainProgram;

/// What tells which of two states of a program is better.
final class Scores {
    private static final String ACCURACY = "accuracy";

    private Scores() {}

    /// The first metric if it is an accuracy, else the loss.
    static Score of(TrainProgram program) {
        return program.metricNames().stream()
                .skip(program.lossNames().size())
                .findFirst()
                .filter(ACCURACY::equals)
                .map(n -> new Score(n, true))
                .orElse(Score.LOSS);
    }
}
