package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Source;

import java.nio.file.Path;
import java.util.List;

/// Where packages are found. A package is one file whose path is its name: `vision.lenet` is
/// `vision/lenet.dnet`.
@FunctionalInterface
public interface Library {

    /// The files that claim to be the package: one, none, or several, which is an error of the
    /// user.
    List<Source> find(String packageName);

    /// The names of packages that are here, as far as that is easy to tell: for hints.
    default List<String> packages() {
        return List.of();
    }

    static Library empty() {
        return name -> List.of();
    }

    /// All of these libraries together.
    static Library of(List<Library> libraries) {
        return new Library() {
            @Override
            public List<Source> find(String name) {
                return libraries.stream().flatMap(l -> l.find(name).stream()).toList();
            }

            @Override
            public List<String> packages() {
                return libraries.stream().flatMap(l -> l.packages().stream()).distinct().toList();
            }
        };
    }

    /// Files under a source root.
    static Library folder(Path root) {
        return new FolderLibrary(root);
    }

    /// Resources under `META-INF/dnet/` of a class loader: the jars that carry `.dnet` files.
    static Library resources(ClassLoader loader) {
        return new JarLibrary(loader);
    }

    static String fileName(String packageName) {
        return packageName.replace('.', '/') + ".dnet";
    }
}
