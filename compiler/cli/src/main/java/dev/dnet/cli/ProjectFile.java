package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.Syntax;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.QualifiedName;
import dev.dnet.runtime.DnetException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The `.dnet` file that a command is about.
record ProjectFile(Path path, Source source) {

    /// The file itself, or the one file with a `train` block in a folder.
    static ProjectFile training(Path given) {
        var files = all(given);
        var training =
                files.size() == 1 ? files : files.stream().filter(ProjectFile::trains).toList();
        if (training.size() != 1) {
            throw new DnetException(
                    "cli/which-file",
                    training.isEmpty()
                            ? "no .dnet file in %s has a train block".formatted(given)
                            : "several files have a train block: "
                                    + training.stream().map(f -> f.path().toString()).toList(),
                    "one file to train",
                    "name the file instead of the folder");
        }
        return training.getFirst();
    }

    /// The file itself, or all `.dnet` files of a folder, by name.
    static List<ProjectFile> all(Path given) {
        if (Files.isRegularFile(given)) {
            return List.of(read(given));
        }
        if (!Files.isDirectory(given)) {
            throw new DnetException(
                    "cli/missing-file",
                    "there is no file or folder " + given,
                    "a .dnet file, or a folder that holds one",
                    "check the path; it starts from " + Path.of("").toAbsolutePath());
        }
        var files = new ArrayList<ProjectFile>();
        try (var list = Files.list(given)) {
            list.filter(f -> f.toString().endsWith(".dnet") && Files.isRegularFile(f))
                    .sorted()
                    .forEach(f -> files.add(read(f)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (files.isEmpty()) {
            throw new DnetException(
                    "cli/no-source",
                    "no .dnet file is in " + given,
                    "at least one",
                    "`dnetc new NAME` makes a project to start from");
        }
        return files;
    }

    /// Where files that the program names are looked for.
    Path folder() {
        var parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }

    /// Packages beside the file, and those on the class path.
    Library library() {
        return Library.of(
                List.of(
                        Library.folder(sourceRoot()),
                        Library.resources(ProjectFile.class.getClassLoader())));
    }

    /// `package vision.lenet` stands in `vision/lenet.dnet` below the root of its sources.
    private Path sourceRoot() {
        var packageName =
                Syntax.parse(source, new Diagnostics())
                        .packageName()
                        .map(QualifiedName::text)
                        .orElse("");
        var inside = Path.of(packageName.replace('.', '/') + ".dnet");
        var absolute = path.toAbsolutePath().normalize();
        var root = absolute;
        for (int i = 0; i < inside.getNameCount() && root.getParent() != null; i++) {
            root = root.getParent();
        }
        return absolute.endsWith(inside) ? root : folder();
    }

    private boolean trains() {
        return Syntax.parse(source, new Diagnostics()).declarations().stream()
                .anyMatch(Decl.Train.class::isInstance);
    }

    private static ProjectFile read(Path path) {
        var diagnostics = new Diagnostics();
        try {
            var source = Syntax.decode(path.toString(), Files.readAllBytes(path), diagnostics);
            TrainBuild.refuse(diagnostics);
            return new ProjectFile(path, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
