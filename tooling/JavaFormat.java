import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Holds every Java source below a folder to google-java-format, AOSP style. A program of its own
/// because the formatter needs a newer JDK than the one that Maven may run on.
///
/// `java JavaFormat.java check|apply FOLDER`: `check` names the files that differ and exits with 1,
/// `apply` rewrites them.
public final class JavaFormat {
    /// What was built, what is data for a test, what is no source of ours.
    private static final Set<String> SKIPPED = Set.of("target", "resources", "node_modules");

    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        Path root = Path.of(args[1]).toRealPath();
        var format = new JavaFormat();
        List<Path> wrong =
                sources(root).parallelStream().filter(file -> format.differs(file, apply)).toList();
        wrong.forEach(file -> System.out.println(root.relativize(file)));
        if (apply) {
            System.out.printf("%d files formatted%n", wrong.size());
        } else if (!wrong.isEmpty()) {
            System.out.printf(
                    "%d files are not formatted; this mends them: mvn -N -Pformat verify%n",
                    wrong.size());
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> isOurs(root.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isOurs(Path path) {
        for (Path part : path) {
            if (SKIPPED.contains(part.toString()) || part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private boolean differs(Path file, boolean apply) {
        try {
            String before = Files.readString(file);
            String after = settled(before);
            if (apply && !after.equals(before)) {
                Files.writeString(file, after);
            }
            return !after.equals(before);
        } catch (FormatterException | IllegalStateException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A comment that is wrapped may wrap otherwise when it is read again: formats until nothing
    /// moves.
    private String settled(String source) throws FormatterException {
        String before = source;
        for (int round = 0; round < 5; round++) {
            String after = formatted(before);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
        throw new IllegalStateException("the formatter does not settle");
    }

    /// Long strings stay as they were written, as in spotless: cutting them is not idempotent.
    private String formatted(String source) throws FormatterException {
        String ordered = ImportOrderer.reorderImports(source, Style.AOSP);
        return formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
    }
}
