package dev.dnet.report;

import com.google.auto.service.AutoService;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// `tests/report compile`: from the sources of a deep network to the Java of its training program.
@AutoService(ReportTable.class)
public final class CompileReport implements ReportTable {
    private static final String NETWORK = "examples/resnet50";
    private static final double SECONDS = 10;

    @Override
    public String name() {
        return "compile";
    }

    @Override
    public String summary() {
        return "dnetc build of ResNet-50's training program: under 10 s, with the time of each stage";
    }

    @Override
    public int print(PrintStream out) throws IOException {
        var repository = Repository.here();
        // The launcher builds dnetc where it is out of date; that is not what is measured.
        Dnetc.run(repository, List.of("doctor", "--json"), epoch -> {});
        double seconds;
        try (var folder = TemporaryFolder.make()) {
            long start = System.nanoTime();
            var answer = Dnetc.run(repository, command(folder), epoch -> {});
            seconds = (System.nanoTime() - start) / 1e9;
            for (var stage : answer.required("nanoseconds").properties()) {
                double millis = stage.getValue().asDouble() / TimeUnit.MILLISECONDS.toNanos(1);
                out.printf(Locale.ROOT, "%9.1f ms  %s%n", millis, stage.getKey());
            }
        }
        out.printf(Locale.ROOT, "%9.1f ms  whole command, asked %.0f s%n", seconds * 1e3, SECONDS);
        return seconds < SECONDS ? 0 : 1;
    }

    private static List<String> command(TemporaryFolder folder) {
        return List.of("build", "--timings", "--json", "--out", folder.inside("java"), NETWORK);
    }
}
