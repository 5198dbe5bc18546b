package dev.dnet.cli;

import dev.dnet.runtime.train.Evaluation;
import dev.dnet.runtime.train.TrainListener.EpochReport;
import dev.dnet.runtime.train.TrainListener.StepReport;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The words in which a run is told.
///
/// @param epochs epochs in all
/// @param heldOut whether validation uses other examples than training does
record RunLines(long epochs, boolean heldOut) {

    /// `epoch 2/5 loss 0.2187 validation loss 0.1420, accuracy 0.9564 3,412/s 21.9 s best so far`.
    String epoch(EpochReport report, Optional<StepReport> last) {
        boolean cut = last.isPresent() && last.get().index() < last.get().examples();
        return "epoch %d/%d%s  loss %s  %s %s  %s/s  %s%s"
                .formatted(
                        cut ? report.epoch() + 1 : report.epoch(),
                        epochs,
                        cut ? " (cut short)" : "",
                        number(report.trainLoss()),
                        heldOut ? "validation" : "on training data",
                        values(report.validation()),
                        count(last.map(StepReport::examplesPerSecond).orElse(0.0)),
                        seconds(report.elapsed()),
                        report.isBest() ? "  best so far" : "");
    }

    /// `epoch 2/5 3200/12000 loss 0.2187 3,412/s`.
    String step(StepReport report) {
        return "epoch %d/%d  %d/%d  loss %s%s  %s/s"
                .formatted(
                        report.epoch() + 1,
                        epochs,
                        report.index(),
                        report.examples(),
                        number(report.meanLoss()),
                        each(report),
                        count(report.examplesPerSecond()));
    }

    /// What stands behind the bar.
    String bar(StepReport report) {
        return "epoch %d/%d  loss %s%s  %s/s"
                .formatted(
                        report.epoch() + 1,
                        epochs,
                        number(report.meanLoss()),
                        each(report),
                        count(report.examplesPerSecond()));
    }

    /// The losses of the block's steps in this step: `, d.loss 0.6931, g.loss 0.7012`.
    private static String each(StepReport report) {
        return report.losses().entrySet().stream()
                .map(l -> ", " + l.getKey() + " " + number(l.getValue()))
                .collect(Collectors.joining());
    }

    /// Loss and metrics in one line.
    static String values(Evaluation evaluation) {
        return evaluation.values().entrySet().stream()
                .map(v -> v.getKey() + " " + number(v.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// Four places, or as many digits where it is small.
    static String number(double value) {
        return Math.abs(value) >= 0.001 || value == 0 || !Double.isFinite(value)
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, "%.3e", value);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }

    private static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
