package dev.dnet.cli;

import dev.dnet.runtime.train.TrainListener;

import java.io.PrintWriter;
import java.util.Optional;

/// A run as plain lines, for files and pipes: one each epoch, and one each ten seconds inside it.
final class PlainProgress implements TrainListener {
    private static final long EVERY = 10_000_000_000L;

    private final PrintWriter out;
    private final RunLines lines;
    private long last = System.nanoTime();
    private Optional<StepReport> step = Optional.empty();

    PlainProgress(PrintWriter out, RunLines lines) {
        this.out = out;
        this.lines = lines;
    }

    @Override
    public void step(StepReport report) {
        step = Optional.of(report);
        if (System.nanoTime() - last >= EVERY && report.index() < report.examples()) {
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
