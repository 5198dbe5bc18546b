package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Where packages are found. A package is one file whose path is its name: `vision.lenet` is
/// `vision/lenet.dnet`.
@FunctionalInterface
public interface Library {

    /// The files that claim to be the package: one, none, or several, which is an error of the
    /// user.
    List<Source> find(String packageName);

    static Library empty() {
        return name -> List.of();
    }

    /// All of these libraries together.
    static Library of(List<Library> libraries) {
        return name -> libraries.stream().flatMap(l -> l.find(name).stream()).toList();
    }

    /// Files under a source root.
    static Library folder(Path root) {
        return name -> {
            var file = root.resolve(fileName(name));
            return Files.isRegularFile(file) ? List.of(read(file)) : List.of();
        };
    }

    /// Resources under `META-INF/dnet/` of a class loader: the jars that carry `.dnet` files.
    static Library resources(ClassLoader loader) {
        return name -> {
            var found = new ArrayList<Source>();
            try {
                for (var url :
                        Collections.list(loader.getResources("META-INF/dnet/" + fileName(name)))) {
                    found.add(read(url, fileName(name)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return found;
        };
    }

    private static String fileName(String packageName) {
        return packageName.replace('.', '/') + ".dnet";
    }

    private static Source read(Path file) {
        try {
            return new Source(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(URL url, String name) throws IOException {
        try (var in = url.openStream()) {
            return new Source(
                    "dnet:" + name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
