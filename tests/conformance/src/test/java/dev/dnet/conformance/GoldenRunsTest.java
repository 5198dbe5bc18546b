package dev.dnet.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Every named error that a command ends with has a [Scenario] in `resources/diagnostics/runs` that
/// earns it: `data_truncated.run` for `data/truncated`, or `data_truncated.idx.run` for one of
/// several; what is printed beside it in `.txt`. `-Dgolden.update=true` writes those.
final class GoldenRunsTest {
    private static final Path FOLDER = Path.of("src/test/resources/diagnostics/runs");

    static List<Path> scenarios() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".run")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void printsWhatIsWrittenBesideIt(Path file, @TempDir Path folder) throws IOException {
        var outcome = Scenario.of(Files.readString(file)).run(folder.toRealPath());
        var golden = Path.of(file.toString().replaceAll("\\.run$", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, outcome.err());
        }
        assertEquals(Files.readString(golden), outcome.err());
        assertEquals(1, outcome.code(), outcome.err());
        var name = file.getFileName().toString().replaceAll("\\..*", "");
        assertTrue(
                outcome.err()
                        .lines()
                        .filter(line -> line.startsWith("error["))
                        .map(line -> line.substring(6, line.indexOf(']')).replace('/', '_'))
                        .anyMatch(name::equals),
                () -> "earns no " + name + ": " + outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }
}
