package dev.dnet.cli.device;

import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.device.Device;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
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
        if (sources.isEmpty()) {
            return;
        }
        for (var file : JavaBuild.compileWith(sources, List.of(sdk.api(), folder)).entrySet()) {
            var path = folder.resolve(file.getKey().replace('.', '/') + ".class");
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /// What kernels for a device have to be written for, in a machine that has devices.
    public static DeviceKind kind(Sdk sdk, Device device, Path folder) throws IOException {
        compile(sdk, List.of(), folder);
        try {
            var kind =
                    Class.forName("dev.dnet.runtime.tornado.Devices")
                            .getMethod("kind", Device.class)
                            .invoke(null, device);
            return DeviceKind.valueOf(kind.toString());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof DnetException user) {
                throw user;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
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
