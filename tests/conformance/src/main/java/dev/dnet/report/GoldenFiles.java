package dev.dnet.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The files that show what is printed for each named error: the name stands in them as
/// `error[shape/mismatch]: …`.
record GoldenFiles(SortedMap<String, List<Path>> byName) {
    private static final Pattern NAME =
            Pattern.compile("^(?:error|warning)\\[([a-z0-9/_-]+)]: ", Pattern.MULTILINE);

    private record Shown(String name, Path file) {}

    /// All `.txt` files below a folder.
    static GoldenFiles read(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            var texts = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
            var shown = texts.stream().flatMap(f -> shown(f).stream()).distinct();
            return new GoldenFiles(
                    shown.collect(
                            Collectors.groupingBy(
                                    Shown::name,
                                    TreeMap::new,
                                    Collectors.mapping(Shown::file, Collectors.toList()))));
        }
    }

    /// The files that show this name, or one like it where it holds a `*`.
    List<Path> of(String name) {
        var like = Pattern.compile(Pattern.quote(name).replace("*", "\\E[a-z0-9_-]+\\Q"));
        return byName.entrySet().stream()
                .filter(e -> like.matcher(e.getKey()).matches())
                .flatMap(e -> e.getValue().stream())
                .toList();
    }

    private static List<Shown> shown(Path file) {
        return NAME.matcher(text(file)).results().map(r -> new Shown(r.group(1), file)).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
