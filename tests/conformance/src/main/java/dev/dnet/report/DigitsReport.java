package dev.dnet.report;

import com.google.auto.service.AutoService;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `tests/report digits`: what the first command of the README reaches, and when.
@AutoService(ReportTable.class)
public final class DigitsReport implements ReportTable {
    private static final double ASKED = 0.97;
    private static final double SECONDS = 120;
    private static final int THREADS = 2;
    private static final String ROW = "%5d  %8.1f  %9.4f  %8.4f%n";

    @Override
    public String name() {
        return "digits";
    }

    @Override
    public String summary() {
        return "./dnetc train examples/digits on 2 threads: validation accuracy over 97 % within 120 s";
    }

    @Override
    public int print(PrintStream out) throws IOException {
        out.printf("%5s  %8s  %9s  %8s%n", "epoch", "seconds", "loss", "accuracy");
        var epochs = new ArrayList<Dnetc.Epoch>();
        try (var folder = TemporaryFolder.make()) {
            Dnetc.run(
                    Repository.here(),
                    command(folder),
                    epoch -> {
                        epochs.add(epoch);
                        print(epoch, out);
                    });
        }
        return verdict(epochs, out);
    }

    private static List<String> command(TemporaryFolder folder) {
        return List.of(
                "train",
                "examples/digits",
                "--threads",
                Integer.toString(THREADS),
                "--out",
                folder.inside("run"),
                "--json");
    }

    private static void print(Dnetc.Epoch epoch, PrintStream out) {
        out.printf(
                Locale.ROOT,
                ROW,
                epoch.epoch(),
                epoch.seconds(),
                epoch.loss(),
                epoch.validation("accuracy"));
    }

    private static int verdict(List<Dnetc.Epoch> epochs, PrintStream out) {
        var reached =
                epochs.stream()
                        .filter(e -> e.validation("accuracy") > ASKED)
                        .mapToDouble(Dnetc.Epoch::seconds)
                        .min();
        if (reached.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "over %.0f %%: never, asked within %.0f s%n",
                    100 * ASKED,
                    SECONDS);
            return 1;
        }
        out.printf(
                Locale.ROOT,
                "over %.0f %%: seen after %.1f s of training, asked within %.0f s%n",
                100 * ASKED,
                reached.getAsDouble(),
                SECONDS);
        return reached.getAsDouble() <= SECONDS ? 0 : 1;
    }
}
