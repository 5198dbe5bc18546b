package dev.dnet.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What the last run made of which input: a file with the key in its first line, then a digest and
/// a path for each output.
final class LastRun {
    private final Path file;

    LastRun(Path file) {
        this.file = file;
    }

    /// Whether the last run had this key and all that it wrote is still there as it was.
    boolean isUpToDate(String key) throws IOException {
        var lines = lines();
        if (lines.isEmpty() || !lines.get(0).equals(key)) {
            return false;
        }
        for (var line : lines.subList(1, lines.size())) {
            if (!line.equals(line(path(line)))) {
                return false;
            }
        }
        return true;
    }

    /// Remembers this run. Outputs that the last one wrote and this one did not are deleted.
    void replace(String key, List<Path> outputs) throws IOException {
        var lines = lines();
        for (var line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            if (!outputs.contains(path(line))) {
                Files.deleteIfExists(path(line));
            }
        }
        var text = new ArrayList<>(List.of(key));
        for (var output : outputs) {
            text.add(line(output));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, text);
    }

    private List<String> lines() throws IOException {
        return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    }

    private static Path path(String line) {
        return Path.of(line.substring(line.indexOf(' ') + 1));
    }

    private static String line(Path output) throws IOException {
        var digest =
                Files.isRegularFile(output)
                        ? HexFormat.of()
                                .formatHex(CacheKey.sha256().digest(Files.readAllBytes(output)))
                        : "missing";
        return digest + " " + output;
    }
}
