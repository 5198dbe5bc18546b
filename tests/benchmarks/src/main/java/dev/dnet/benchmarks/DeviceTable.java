package dev.dnet.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// The rows of `tests/report device-speed`. What is asked holds for a GPU: elsewhere rows say so,
/// and no figure falls short.
final class DeviceTable {
    private static final String ROW = "%-62s %10s %10s %10s  %s%n";

    private final PrintStream out;
    private final boolean gpu;
    private int fallShort;

    DeviceTable(PrintStream out, boolean gpu) {
        this.out = out;
        this.gpu = gpu;
    }

    int fallShort() {
        return fallShort;
    }

    /// How busy the machine is: figures of a machine that others use too say little.
    void load() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        out.printf(
                Locale.ROOT,
                "%d processors, load average %.1f%n",
                system.getAvailableProcessors(),
                system.getSystemLoadAverage());
    }

    void head(String title, String unit, String share) {
        print(title, unit, "median", share, "asked on an H200");
    }

    void note(String text) {
        out.println(text);
        out.flush();
    }

    /// A row that is asked for nothing. `unit` is the work of a call.
    void row(String label, Measured speed, double unit, String share, String asked) {
        print(label, number(speed.best() * unit), number(speed.median() * unit), share, asked);
    }

    /// A row with a share that is asked for.
    void share(String label, Measured speed, double unit, double share, double asked) {
        boolean isShort = gpu && share < asked;
        fallShort += isShort ? 1 : 0;
        var judged = isShort ? "FALLS SHORT" : gpu ? "holds" : elsewhere();
        row(label, speed, unit, percent(share), ">= " + percent(asked) + ", " + judged);
    }

    /// A row whose share cannot be measured.
    void unknown(String label, Measured speed, double unit, String asked) {
        row(label, speed, unit, "-", asked + ", " + (gpu ? "not measured" : elsewhere()));
    }

    /// A row of steps.
    void step(String label, Measured speed, String asked) {
        var judged = asked + ", " + (gpu ? "not measured" : elsewhere());
        row(label, speed, 1, number(1e3 / speed.best()), judged);
    }

    /// A row that a device could not run, or got wrong: that falls short on any device.
    void failed(String label, RuntimeException reason) {
        fallShort++;
        print(label, "-", "-", "-", "FALLS SHORT: " + reason);
        reason.printStackTrace(out);
    }

    private static String elsewhere() {
        return "not applicable: no GPU";
    }

    private void print(String label, String best, String median, String share, String asked) {
        out.printf(ROW, label, best, median, share, asked);
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
