package dev.dnet.cli;

import dev.dnet.runtime.checkpoint.Progress;
import dev.dnet.runtime.train.TrainListener;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/// A run on a terminal: one bar for all epochs with loss, throughput and the time left, and a line
/// above it for each epoch.
final class BarProgress implements TrainListener, AutoCloseable {
    private static final int INTERVAL = 200;

    private final RunLines lines;
    private final Line line;
    private final int examples;
    private Optional<ProgressBar> bar = Optional.empty();
    private Optional<StepReport> step = Optional.empty();

    BarProgress(PrintWriter out, RunLines lines, int examples, int width) {
        this.lines = lines;
        this.line = new Line(out, width);
        this.examples = examples;
    }

    @Override
    public void began(Progress start, int count) {
        bar =
                Optional.of(
                        new ProgressBarBuilder()
                                .setTaskName("training")
                                .setInitialMax(lines.epochs() * examples)
                                .startsFrom(start.epoch() * examples + start.index(), Duration.ZERO)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUpdateIntervalMillis(INTERVAL)
                                .setConsumer(line)
                                .build());
    }

    @Override
    public void step(StepReport report) {
        step = Optional.of(report);
        bar.ifPresent(b -> {
            b.stepTo(report.epoch() * examples + report.index());
            b.setExtraMessage(lines.bar(report));
        });
    }

    @Override
    public void epoch(EpochReport report) {
        line.above(lines.epoch(report, step));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    /// The line of the bar. It is drawn by a thread of the bar's own.
    private static final class Line implements ProgressBarConsumer {
        private final PrintWriter out;
        private final int width;

        Line(PrintWriter out, int width) {
            this.out = out;
            this.width = width;
        }

        @Override
        public int getMaxRenderedLength() {
            return width - 1;
        }

        @Override
        public synchronized void accept(String text) {
            out.print("\r" + text.substring(0, Math.min(text.length(), width - 1)));
            out.flush();
        }

        synchronized void above(String text) {
            out.print("\r" + " ".repeat(width - 1) + "\r");
            out.println(text);
            out.flush();
        }

        @Override
        public synchronized void close() {
            out.print("\r" + " ".repeat(width - 1) + "\r");
            out.flush();
        }
    }
}
