package dev.dnet.report;

import com.google.auto.service.AutoService;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `tests/report accuracy`: LeNet-5 of `examples/mnist`, trained for ten epochs, on test pictures
/// that it has not seen.
@AutoService(ReportTable.class)
public final class AccuracyReport implements ReportTable {
    private static final String PROJECT = "examples/mnist";
    private static final int EPOCHS = 10;

    private static final List<Asked> ROWS =
            List.of(new Asked("mnist", 98.8), new Asked("fashion-mnist", 89));

    private record Asked(String data, double percent) {}

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public String summary() {
        return "LeNet-5 after 10 epochs on the test pictures of MNIST (98.8 %) and Fashion-MNIST (89 %)";
    }

    @Override
    public int print(PrintStream out) throws IOException {
        int fallShort = 0;
        for (var row : ROWS) {
            var data = Repository.here().data(row.data());
            if (Files.isDirectory(data)) {
                fallShort += measure(row, data, out) < row.percent() ? 1 : 0;
            } else {
                out.printf("%-14s FALLS SHORT: there is no %s%n", row.data(), data);
                fallShort++;
            }
        }
        return fallShort;
    }

    private static double measure(Asked asked, Path data, PrintStream out) throws IOException {
        try (var folder = TemporaryFolder.make()) {
            train(data, folder.path(), out);
            double reached = 100 * test(data, folder.inside("best.safetensors"));
            out.printf(
                    Locale.ROOT,
                    "%-14s test accuracy %.2f %%, asked >= %.2f %%, after %d epochs%n",
                    asked.data(),
                    reached,
                    asked.percent(),
                    EPOCHS);
            return reached;
        }
    }

    private static void train(Path data, Path folder, PrintStream out) throws IOException {
        Dnetc.run(
                Repository.here(),
                List.of(
                        "train",
                        PROJECT,
                        "--data",
                        data.toString(),
                        "--epochs",
                        Integer.toString(EPOCHS),
                        "--out",
                        folder.toString(),
                        "--json"),
                epoch ->
                        out.printf(
                                Locale.ROOT,
                                "  epoch %2d  %7.1f s  loss %.4f  validation accuracy %.4f%n",
                                epoch.epoch(),
                                epoch.seconds(),
                                epoch.loss(),
                                epoch.validation("accuracy")));
    }

    private static double test(Path data, String checkpoint) throws IOException {
        return Dnetc.run(
                        Repository.here(),
                        List.of(
                                "eval",
                                PROJECT,
                                checkpoint,
                                "--data",
                                data.toString(),
                                "--part",
                                "test",
                                "--json"),
                        epoch -> {})
                .required("values")
                .required("accuracy")
                .asDouble();
    }
}
