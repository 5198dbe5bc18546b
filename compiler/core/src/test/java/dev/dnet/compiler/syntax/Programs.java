package dev.dnet.compiler.syntax;

import dev.dnet.compiler.source.Source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The programs in `programs/`: the language sketch by example, with the trees that they give.
final class Programs {
    static final Path FOLDER = Path.of("src/test/resources/dev/dnet/compiler/syntax/programs");

    private Programs() {}

    static List<Path> all() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".dnet")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Source read(Path file) {
        try {
            return new Source(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
