package dev.dnet.report;

import com.google.auto.service.AutoService;

import java.io.PrintStream;

/// The memory of an LSTM's step of training by the length of its sequences: as it is, and cut into
/// segments of the square root of the length that the gradient computes again.
@AutoService(ReportTable.class)
public final class ScanMemoryReport implements ReportTable {
    private static final int[] TURNS = {250, 1000, 4000};
    private static final double LINEAR = 3.5;
    private static final double ROOT = 2.4;
    private static final double BYTES = 1.01;
    private static final double APART = 1e-4;
    private static final int STEPS = 20;

    @Override
    public String name() {
        return "scan-memory";
    }

    @Override
    public String summary() {
        return "memory of an LSTM over long sequences: as it is, and with remat(every: root of the length)";
    }

    @Override
    public int print(PrintStream out) {
        out.printf(
                "%6s %14s %16s %9s %14s%n",
                "turns", "plain KiB", "segments KiB", "kernels", "class bytes");
        var rows = new Recurrence.Row[TURNS.length];
        for (int k = 0; k < TURNS.length; k++) {
            rows[k] = new Recurrence(TURNS[k]).measure();
            out.printf(
                    "%6d %14d %16d %9d %14d%n",
                    TURNS[k],
                    rows[k].plain() >> 10,
                    rows[k].segments() >> 10,
                    rows[k].kernels(),
                    rows[k].bytes());
        }
        int fallShort = 0;
        for (int k = 1; k < TURNS.length; k++) {
            double plain = (double) rows[k].plain() / rows[k - 1].plain();
            double segments = (double) rows[k].segments() / rows[k - 1].segments();
            out.printf(
                    "%d times the turns: plain %.2f times the memory (more than %.1f), segments %.2f (at most %.1f)%n",
                    TURNS[k] / TURNS[k - 1], plain, LINEAR, segments, ROOT);
            fallShort += plain > LINEAR ? 0 : 1;
            fallShort += segments <= ROOT ? 0 : 1;
            fallShort += rows[k].bytes() <= BYTES * rows[k - 1].bytes() ? 0 : 1;
            fallShort += rows[k].kernels() == rows[k - 1].kernels() ? 0 : 1;
        }
        return fallShort + trains(out);
    }

    /// Both train, and computing again changes no more than the order of sums.
    private static int trains(PrintStream out) {
        var recurrence = new Recurrence(TURNS[1]);
        var plain = recurrence.losses("Plain", STEPS);
        var segments = recurrence.losses("Segments", STEPS);
        double apart = 0;
        for (int k = 0; k < STEPS; k++) {
            apart = Math.max(apart, Math.abs(plain[k] - segments[k]) / Math.abs(plain[k]));
        }
        out.printf(
                "%d steps over %d turns: loss %.3g to %.3g; with segments at most %.1e beside it (%.0e)%n",
                STEPS, TURNS[1], plain[0], plain[STEPS - 1], apart, APART);
        return (plain[STEPS - 1] < plain[0] / 2 ? 0 : 1) + (apart <= APART ? 0 : 1);
    }
}
