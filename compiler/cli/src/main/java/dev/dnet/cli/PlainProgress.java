package dev.dnet.cli;

import dev.dnet.runtime.train.TrainListener;

import java.io.PrintWriter;
import java.util.Optional;

/// A run as plain lines, for files and pipes: one each epoch, and inside it one each ten seconds,
/// or one for each of so many steps.
final class PlainProgress implements TrainListener {
    private static final long EVERY = 10_000_000_000L;

    private final PrintWriter out;
    private final RunLines lines;
    private final long every;
    private long last = System.nanoTime();
    private Optional<StepReport> step = Optional.empty();

    PlainProgress(PrintWriter out, RunLines lines, long every) {
        this.out = out;
        this.lines = lines;
        this.every = every;
    }

    @Override
    public void step(StepReport report) {
        step = Optional.of(report);
        boolean due = every > 0 ? report.step() % every == 0 : System.nanoTime() - last >= EVERY;
        if (due && report.index() < report.examples()) {
            print(lines.step(report));
        }
    }

    @Override
    public void epoch(EpochReport report) {
        print(lines.epoch(report, step));
    }

    private void print(String line) {
        out.println(line);
        out.flush();
        last = System.nanoTime();
    }
}
