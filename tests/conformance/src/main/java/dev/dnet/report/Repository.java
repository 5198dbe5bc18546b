package dev.dnet.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The folders of this repository, wherever a table or a test is started from.
public record Repository(Path root) {

    /// The one that the working directory lies in.
    public static Repository here() {
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(Optional.of(here), f -> f.map(Path::getParent))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .filter(f -> Files.isRegularFile(f.resolve("tests/report")))
                .findFirst()
                .map(Repository::new)
                .orElseThrow(() -> new IllegalStateException(here + " is outside the repository"));
    }

    /// A folder or file of it.
    public Path path(String inside) {
        return root.resolve(inside);
    }

    /// Public data sets, which are no part of the repository: beside it in `shared/data`, or where
    /// the environment variable `DNET_DATA` says.
    public Path data(String name) {
        return Optional.ofNullable(System.getenv("DNET_DATA"))
                .map(Path::of)
                .orElseGet(() -> root.resolveSibling("shared").resolve("data"))
                .resolve(name);
    }
}
