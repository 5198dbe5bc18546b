package dev.dnet.conformance;

import dev.dnet.compiler.source.Source;
import dev.dnet.report.Repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of the standard library, by name.
final class LibraryFiles {
    private LibraryFiles() {}

    static List<Source> sources() {
        try (var files = Files.list(Repository.here().path("stdlib/src/main/dnet"))) {
            var sources = new ArrayList<Source>();
            for (Path file : files.sorted().toList()) {
                sources.add(new Source(String.valueOf(file.getFileName()), Files.readString(file)));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
