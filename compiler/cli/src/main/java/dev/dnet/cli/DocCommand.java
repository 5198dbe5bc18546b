package dev.dnet.cli;

import dev.dnet.cli.doc.PackagePage;
import dev.dnet.cli.doc.Pages;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.Syntax;
import dev.dnet.compiler.syntax.ast.QualifiedName;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `dnetc doc`: pages made of what stands above declarations.
@Command(
        name = "doc",
        mixinStandardHelpOptions = true,
        description = "Writes a page for each package, from its /// comments.")
final class DocCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "0..1",
            description = "the sources; without them, the standard library and the primitives")
    private Optional<Path> sources = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "the folder of the pages")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        var diagnostics = new Diagnostics();
        var packages = new ArrayList<PackagePage>();
        for (var source : sources.isPresent() ? given(sources.get()) : library()) {
            var file = Syntax.parse(source, diagnostics);
            var name = file.packageName().map(QualifiedName::text).orElse(stem(source));
            packages.add(new PackagePage(name, file));
        }
        TrainBuild.refuse(diagnostics);
        var pages = new Pages(packages, sources.isEmpty()).texts();
        Files.createDirectories(out);
        for (var page : pages.entrySet()) {
            Files.writeString(out.resolve(page.getKey()), page.getValue());
        }
        io.out().println("%d pages written to %s".formatted(pages.size(), out));
        io.out().flush();
        return 0;
    }

    /// The file, or all below the folder.
    private static List<Source> given(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return sources(ProjectFile.all(sources));
        }
        var found = new ArrayList<Source>();
        try (var folders = Files.walk(sources)) {
            for (var folder : folders.filter(DocCommand::holdsSources).sorted().toList()) {
                found.addAll(sources(ProjectFile.all(folder)));
            }
        }
        return found.isEmpty() ? sources(ProjectFile.all(sources)) : found;
    }

    private static boolean holdsSources(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(f -> f.toString().endsWith(".dnet") && Files.isRegularFile(f));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Source> sources(List<ProjectFile> files) {
        return files.stream().map(ProjectFile::source).toList();
    }

    private static List<Source> library() {
        var library = Library.resources(DocCommand.class.getClassLoader());
        return library.packages().stream()
                .sorted()
                .distinct()
                .flatMap(name -> library.find(name).stream())
                .toList();
    }

    private static String stem(Source source) {
        var name = String.valueOf(Path.of(source.name()).getFileName());
        return name.endsWith(".dnet") ? name.substring(0, name.length() - 5) : name;
    }
}
