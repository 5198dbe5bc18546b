package dev.dnet.runtime.train;

import dev.dnet.runtime.checkpoint.Progress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// Hears how a run goes, on its thread. Every method may stay as it is.
public interface TrainListener {
    /// What a step gave.
    ///
    /// @param step steps done, this one included
    /// @param epoch epochs finished before it
    /// @param index examples of the epoch used so far
    /// @param examples examples of an epoch
    /// @param loss the loss of this step
    /// @param losses those of the steps of the block by name, whose sum it is; none where the block
    ///   has one loss
    /// @param meanLoss the mean of the steps of this epoch
    /// @param examplesPerSecond over about the last second
    record StepReport(
            long step,
            long epoch,
            int index,
            int examples,
            double loss,
            SequencedMap<String, Double> losses,
            double meanLoss,
            double examplesPerSecond) {}

    /// What an epoch gave; the last one may have been cut short by a limit.
    ///
    /// @param epoch epochs finished
    /// @param step steps done
    /// @param trainLoss the mean loss of its steps
    /// @param validation loss and metrics on the validation data
    /// @param isBest whether no score was better so far
    /// @param best the best score so far
    /// @param elapsed time of this run
    record EpochReport(
            long epoch,
            long step,
            double trainLoss,
            Evaluation validation,
            boolean isBest,
            OptionalDouble best,
            Duration elapsed) {}

    /// The run begins, or goes on, here.
    default void began(Progress start, int examples) {}

    /// A step is done.
    default void step(StepReport report) {}

    /// An epoch is done and validated.
    default void epoch(EpochReport report) {}

    /// A checkpoint was written.
    default void saved(Path checkpoint) {}
}
