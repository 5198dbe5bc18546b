package dev.dnet.cli.device;

import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.JavaSource;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compiles emitted classes for devices, and with them what runs them there: its sources travel
/// with the command line, since no TornadoVM was at hand when that was built.
public final class DeviceClasses {
    private static final String PACKAGE = "dev/dnet/runtime/tornado";
    private static final String RUNTIME = "/tornado-runtime/" + PACKAGE;

    private DeviceClasses() {}

    /// Writes class files below a folder: TornadoVM finds kernels on the class path alone. What
    /// runs them is compiled once.
    public static void compile(Sdk sdk, List<JavaSource> emitted, Path folder) throws IOException {
        var sources = new ArrayList<>(emitted);
        if (!Files.exists(folder.resolve(PACKAGE))) {
            sources.addAll(runtime());
        }
        for (var file : JavaBuild.compileWith(sources, List.of(sdk.api(), folder)).entrySet()) {
            var path = folder.resolve(file.getKey().replace('.', '/') + ".class");
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /// The sources of the runtime for devices.
    private static List<JavaSource> runtime() throws IOException {
        var at = DeviceClasses.class.getResource(RUNTIME);
        if (at == null) {
            throw new IllegalStateException("the command line was packed without " + RUNTIME);
        }
        try {
            var uri = at.toURI();
            return uri.getScheme().equals("jar") ? packed(uri) : in(Path.of(uri));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(at.toString(), e);
        }
    }

    private static List<JavaSource> packed(URI uri) throws IOException {
        var archive = URI.create(uri.toString().replaceFirst("!.*", "!/"));
        try (var files = FileSystems.newFileSystem(archive, Map.of())) {
            return in(files.getPath(RUNTIME));
        }
    }

    private static List<JavaSource> in(Path folder) throws IOException {
        var sources = new ArrayList<JavaSource>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                var name = file.getFileName().toString().replace(".java", "");
                sources.add(
                        new JavaSource(
                                "dev.dnet.runtime.tornado", name, Files.readString(file), false));
            }
        }
        return sources;
    }
}
