package dev.dnet.cli;

import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.tornado.DeviceKind;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `dnetc build`: Java sources of all programs. Files whose content stays the same are not touched.
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes Java for every train block, and for every model that can be made without"
                        + " arguments.")
final class BuildCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();

    @Parameters(paramLabel = "FILE|DIR", description = "what to build")
    private Path project = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "the root of the Java sources")
    private Path out = Path.of("");

    @Option(
            names = "--classes",
            paramLabel = "DIR",
            description =
                    "compile what needs the Vector API to class files there, so that the sources do"
                            + " not need its module")
    private Optional<Path> classes = Optional.empty();

    @Option(
            names = "--devices",
            paramLabel = "KIND",
            description =
                    "write what runs programs on devices of TornadoVM too, with kernels for gpu, cpu"
                            + " or fpga; it needs dnet-runtime-tornado and tornado-api to be"
                            + " compiled")
    private Optional<DeviceKind> devices = Optional.empty();

    @Option(names = "--timings", description = "print how long each stage took")
    private boolean timings;

    @Option(names = "--json", description = "print the files and the times as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var programs = Programs.of(project, List.of());
        var sources = new ArrayList<JavaSource>();
        var forDevices = new ArrayList<JavaSource>();
        for (var program : programs.named(Optional.empty())) {
            var lowered = programs.lower(program);
            sources.addAll(programs.compiler().java(lowered));
            devices.ifPresent(kind ->
                    forDevices.addAll(
                            programs.compiler().devices(lowered, kind, programs.diagnostics())));
        }
        io.show(programs.diagnostics());
        var files = new LinkedHashMap<Path, byte[]>();
        for (var source : sources) {
            if (classes.isEmpty() || !source.vector()) {
                files.put(
                        out.resolve(source.path()), source.text().getBytes(StandardCharsets.UTF_8));
            }
        }
        for (var source : forDevices) {
            files.put(out.resolve(source.path()), source.text().getBytes(StandardCharsets.UTF_8));
        }
        classes.ifPresent(folder -> files.putAll(vectorClasses(sources, folder, programs)));
        for (var file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        tell(files, programs);
        return 0;
    }

    /// Vector code needs what it calls to be compiled, so all is compiled and only that is kept.
    private static Map<Path, byte[]> vectorClasses(
            List<JavaSource> sources, Path folder, Programs programs) {
        var vector =
                sources.stream().filter(JavaSource::vector).map(JavaSource::qualifiedName).toList();
        var compiled =
                programs.compiler().timings().measure("javac", () -> JavaBuild.compile(sources));
        var files = new LinkedHashMap<Path, byte[]>();
        compiled.forEach((name, bytes) -> {
            if (vector.contains(name) || vector.stream().anyMatch(v -> name.startsWith(v + "$"))) {
                files.put(folder.resolve(name.replace('.', '/') + ".class"), bytes);
            }
        });
        return files;
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        if (Files.isRegularFile(path) && Arrays.equals(Files.readAllBytes(path), bytes)) {
            return;
        }
        var parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(path, bytes);
    }

    private void tell(Map<Path, byte[]> files, Programs programs) {
        if (json) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("files", files.keySet().stream().map(Path::toString).toList());
            answer.put("nanoseconds", programs.compiler().timings().nanos());
            io.out().println(Json.pretty(answer));
        } else {
            io.out()
                    .println(
                            "%d files written for %s"
                                    .formatted(
                                            files.size(),
                                            programs.elaboration().programs().stream()
                                                    .map(p -> p.name())
                                                    .toList()));
            io.out().print(timings ? programs.timings() : "");
        }
        io.out().flush();
    }
}
