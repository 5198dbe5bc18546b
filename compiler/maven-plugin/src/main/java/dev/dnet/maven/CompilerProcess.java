package dev.dnet.maven;

import org.apache.maven.plugin.MojoExecutionException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The compiler in a process of its own, on a newer JDK than Maven may run on.
final class CompilerProcess {
    private static final String MAIN = "dev.dnet.compiler.BuildMain";

    private final Jdk jdk;
    private final List<Path> classPath;

    CompilerProcess(Jdk jdk, List<Path> classPath) {
        this.jdk = jdk;
        this.classPath = List.copyOf(classPath);
    }

    /// What the compiler says, and the files that it wrote.
    record Answer(List<JsonNode> diagnostics, List<Path> files) {}

    /// `roots` are those of the sources, of the Java sources and of the class files. `devices` is
    /// the kind of devices that programs are to run on too, or `none`.
    Answer run(List<Path> roots, List<Path> libraries, String devices)
            throws IOException, MojoExecutionException {
        var errors = Files.createTempFile("dnet", ".txt");
        try {
            var process =
                    new ProcessBuilder(command(roots, libraries, devices))
                            .redirectError(errors.toFile())
                            .start();
            process.getOutputStream().close();
            var answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return parse(answer, code(process), errors);
        } finally {
            Files.delete(errors);
        }
    }

    private List<String> command(List<Path> roots, List<Path> libraries, String devices) {
        var command = new ArrayList<>(List.of(jdk.java().toString()));
        // A short life: what the second compiler costs it does not earn back.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(List.of("-cp", join(classPath), MAIN));
        roots.forEach(root -> command.add(root.toString()));
        command.add(join(libraries));
        command.add(devices);
        return command;
    }

    private static String join(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static int code(Process process) throws MojoExecutionException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("dnet: interrupted", e);
        }
    }

    private static Answer parse(String answer, int code, Path errors)
            throws IOException, MojoExecutionException {
        if (code != 0) {
            throw bug("exit code " + code, errors);
        }
        try {
            var json = new JsonMapper().readTree(answer);
            var files = new ArrayList<Path>();
            json.path("files").forEach(f -> files.add(Path.of(f.asString())));
            var diagnostics = new ArrayList<JsonNode>();
            json.path("diagnostics").forEach(diagnostics::add);
            return new Answer(diagnostics, files);
        } catch (JacksonException e) {
            throw bug("the answer is no JSON: " + e.getOriginalMessage(), errors);
        }
    }

    private static MojoExecutionException bug(String what, Path errors) throws IOException {
        return new MojoExecutionException(
                "error[internal]: this is a bug of the dnet compiler, not of your program: "
                        + what
                        + "\n"
                        + Files.readString(errors));
    }
}
