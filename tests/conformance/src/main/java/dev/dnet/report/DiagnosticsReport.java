package dev.dnet.report;

import com.google.auto.service.AutoService;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// `tests/report diagnostics`: every named error with the golden files that show what is printed
/// for it.
@AutoService(ReportTable.class)
public final class DiagnosticsReport implements ReportTable {
    private static final int ASKED = 60;
    private static final String ROW = "%-28s %6s %6s  %s%n";

    private static final List<String> SOURCES =
            List.of(
                    "runtime/core/src/main/java",
                    "runtime/tornado/src/main/java",
                    "compiler/core/src/main/java",
                    "compiler/cli/src/main/java");

    private static final String GOLDEN = "tests/conformance/src/test/resources";

    /// One name: what shows it, and the sources that report it.
    record Row(String name, List<Path> golden, Set<String> sources) {
        boolean fallsShort() {
            return golden.isEmpty();
        }

        private String text() {
            return fallsShort()
                    ? "FALLS SHORT: reported by " + String.join(", ", sources)
                    : golden.stream()
                            .map(DiagnosticsReport::fileName)
                            .collect(Collectors.joining(", "));
        }
    }

    @Override
    public String name() {
        return "diagnostics";
    }

    @Override
    public String summary() {
        return "the named errors with their golden files, counted (60 or more, none without a file)";
    }

    @Override
    public int print(PrintStream out) throws IOException {
        var rows = rows(Repository.here());
        out.printf(ROW, "name", "files", "asked", "golden files");
        rows.forEach(r -> out.printf(ROW, r.name(), r.golden().size(), ">= 1", r.text()));
        long shown = rows.stream().filter(r -> !r.fallsShort()).count();
        out.printf(ROW, "names with a golden file", shown, ">= " + ASKED, "of " + rows.size());
        return (int) (rows.size() - shown) + (shown < ASKED ? 1 : 0);
    }

    /// All names that the sources can report, and those that a golden file shows. Names put
    /// together of two parts that vary count only where they are shown.
    static List<Row> rows(Repository repository) throws IOException {
        var golden = GoldenFiles.read(repository.path(GOLDEN));
        var reported = ErrorNames.read(SOURCES.stream().map(repository::path).toList());
        var names = new TreeSet<>(reported.certain().keySet());
        names.addAll(golden.byName().keySet());
        return names.stream()
                .map(n -> new Row(n, golden.of(n), reported.certain().getOrDefault(n, Set.of())))
                .toList();
    }

    private static String fileName(Path file) {
        return file.subpath(file.getNameCount() - 1, file.getNameCount()).toString();
    }
}
