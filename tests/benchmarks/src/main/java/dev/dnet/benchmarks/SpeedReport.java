package dev.dnet.benchmarks;

import com.google.auto.service.AutoService;

import dev.dnet.report.ReportTable;

import org.openjdk.jmh.runner.RunnerException;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `tests/report speed`: matrix products against the multiply-adds that one core can do, and a step
/// of training beside PyTorch. Takes some minutes.
@AutoService(ReportTable.class)
public final class SpeedReport implements ReportTable {
    private static final double ASKED = 0.6;
    private static final String ROW = "%-34s %12s %12s %10s %8s%n";

    /// Square products that count, and others for the eye: small, tall, a layer of few classes.
    private enum Product {
        HALF_K("512x512x512", Optional.of(ASKED)),
        ONE_K("1024x1024x1024", Optional.of(ASKED)),
        SMALL("192x192x192", Optional.empty()),
        ODD("500x500x500", Optional.empty()),
        LAYER("64x400x120", Optional.empty()),
        CLASSES("1000x784x10", Optional.empty());

        final String sizes;
        final Optional<Double> asked;

        Product(String sizes, Optional<Double> asked) {
            this.sizes = sizes;
            this.asked = asked;
        }
    }

    @Override
    public String name() {
        return "speed";
    }

    @Override
    public String summary() {
        return "matrix products against the FMA peak of one core (60 %), a LeNet training step beside PyTorch";
    }

    @Override
    public int print(PrintStream out) throws RunnerException {
        load(out);
        int fallShort = products(out) + lenet(out);
        load(out);
        return fallShort;
    }

    /// How busy the machine is: figures of a machine that others use too say little.
    private static void load(PrintStream out) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        out.printf(
                Locale.ROOT,
                "%d processors, load average %.1f%n",
                system.getAvailableProcessors(),
                system.getSystemLoadAverage());
    }

    private static int products(PrintStream out) throws RunnerException {
        out.printf(ROW, "one thread", "GFLOP/s", "median", "of peak", "asked");
        var peak = Measured.of(PeakBenchmark.class, Map.of());
        row(out, "FMA peak of one core", peak, PeakBenchmark.work() / 1e9, "", "");
        int fallShort = 0;
        for (var product : Product.values()) {
            var reached = Measured.of(ProductBenchmark.class, Map.of("sizes", product.sizes));
            double work = ProductBenchmark.Sizes.of(product.sizes).work();
            double share = reached.best() * work / (peak.best() * PeakBenchmark.work());
            row(
                    out,
                    "matrix product " + product.sizes.replace("x", " x "),
                    reached,
                    work / 1e9,
                    percent(share),
                    product.asked.map(a -> ">= " + percent(a)).orElse("-"));
            fallShort += product.asked.isPresent() && share < product.asked.get() ? 1 : 0;
        }
        return fallShort;
    }

    private static int lenet(PrintStream out) throws RunnerException {
        out.printf(ROW, "LeNet training step, batch 64", "steps/s", "median", "of peer", "asked");
        for (var threads : new String[] {"1", "2"}) {
            var own = lenet("dnet", threads);
            var peer = lenet("PyTorch", threads);
            row(out, name("dnet", threads), own, 1, percent(own.best() / peer.best()), "-");
            row(out, name("PyTorch 2.10", threads), peer, 1, "", "");
        }
        return 0;
    }

    private static Measured lenet(String engine, String threads) throws RunnerException {
        return Measured.of(LeNetBenchmark.class, Map.of("engine", engine, "workers", threads));
    }

    private static String name(String engine, String threads) {
        return engine + ", threads: " + threads;
    }

    private static void row(
            PrintStream out, String name, Measured m, double unit, String share, String asked) {
        out.printf(ROW, name, number(m.best() * unit), number(m.median() * unit), share, asked);
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
