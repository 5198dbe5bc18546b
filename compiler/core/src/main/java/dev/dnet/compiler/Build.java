package dev.dnet.compiler;

import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.Syntax;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The programs of a whole source root as files: Java sources, and class files of what only a
/// compiler with the Vector API at hand can compile.
///
/// Everything is made in memory before the first file is written, so that a build which fails
/// leaves nothing half-written.
public record Build(SortedMap<Path, byte[]> files) {

    /// Builds all `.dnet` files below `root`. They are named by their path from there, so that what
    /// comes out does not depend on where the root stands. Empty where there are errors.
    ///
    /// @param devices what kind of devices programs are to run on too, if any
    public static Build of(
            Path root,
            Path java,
            Path classes,
            Library others,
            Optional<DeviceKind> devices,
            Diagnostics diagnostics)
            throws IOException {
        var sources = read(root, diagnostics);
        if (diagnostics.hasErrors()) {
            return new Build(new TreeMap<>());
        }
        var local = local(sources);
        var compiler = new Compiler(Library.of(List.of(local, others)), List.of());
        var emitted = new ArrayList<JavaSource>();
        var forDevices = new ArrayList<JavaSource>();
        for (var program : compiler.elaborate(sources, diagnostics).programs()) {
            compiler.lower(program, diagnostics)
                    .ifPresent(lowered -> {
                        emitted.addAll(compiler.java(lowered));
                        devices.ifPresent(kind ->
                                forDevices.addAll(compiler.devices(lowered, kind, diagnostics)));
                    });
        }
        if (diagnostics.hasErrors()) {
            return new Build(new TreeMap<>());
        }
        var files = files(emitted, java, classes);
        forDevices.forEach(source -> put(source, java, files));
        return new Build(files);
    }

    /// Writes the files; one that is there with the same content is not touched.
    public void write() throws IOException {
        for (var file : files.entrySet()) {
            var path = file.getKey().toAbsolutePath();
            if (Files.isRegularFile(path)
                    && Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                continue;
            }
            var folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(path, file.getValue());
        }
    }

    private static List<Source> read(Path root, Diagnostics diagnostics) throws IOException {
        var sources = new ArrayList<Source>();
        try (var paths = Files.walk(root)) {
            var files =
                    paths.filter(p -> p.toString().endsWith(".dnet") && Files.isRegularFile(p))
                            .sorted()
                            .toList();
            for (var file : files) {
                var name = root.relativize(file).toString().replace('\\', '/');
                sources.add(Syntax.decode(name, Files.readAllBytes(file), diagnostics));
            }
        }
        return sources;
    }

    private static Library local(List<Source> sources) {
        return name -> {
            var file = name.replace('.', '/') + ".dnet";
            return sources.stream().filter(s -> s.name().equals(file)).toList();
        };
    }

    private static SortedMap<Path, byte[]> files(
            List<JavaSource> emitted, Path java, Path classes) {
        var files = new TreeMap<Path, byte[]>();
        for (var source : emitted) {
            if (!source.vector()) {
                put(source, java, files);
            }
        }
        vectorClasses(emitted)
                .forEach((name, bytes) ->
                        files.put(classes.resolve(name.replace('.', '/') + ".class"), bytes));
        return files;
    }

    private static void put(JavaSource source, Path java, SortedMap<Path, byte[]> files) {
        files.put(java.resolve(source.path()), source.text().getBytes(StandardCharsets.UTF_8));
    }

    /// Vector code needs what it calls to be compiled, so all is compiled and only that is kept.
    private static SortedMap<String, byte[]> vectorClasses(List<JavaSource> emitted) {
        var vector =
                emitted.stream().filter(JavaSource::vector).map(JavaSource::qualifiedName).toList();
        if (vector.isEmpty()) {
            return new TreeMap<>();
        }
        var compiled = JavaBuild.compile(emitted);
        compiled.keySet()
                .removeIf(name ->
                        vector.stream().noneMatch(v -> name.equals(v) || name.startsWith(v + "$")));
        return compiled;
    }
}
