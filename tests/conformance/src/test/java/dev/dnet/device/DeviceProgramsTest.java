package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.source.Source;
import dev.dnet.report.Repository;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The classes that users call, on a device: `resources/device/OnDevices.java` is the application.
class DeviceProgramsTest {
    private static final int CLAIMS = 14;

    @TempDir private Path folder = Path.of("");

    @Test
    void generatedClassesRunOnDevices() throws IOException, InterruptedException {
        var sdk = Sdk.find();
        if (sdk.isEmpty() || !sdk.get().backends().contains("opencl")) {
            Assumptions.abort("no TornadoVM with its OpenCL backend at TORNADOVM_HOME");
        }
        var sources = new ArrayList<>(emitted());
        var main =
                new JavaSource(
                        "quickstart.xor",
                        "OnDevices",
                        Files.readString(Path.of("src/test/resources/device/OnDevices.java")),
                        false);
        sources.add(main);
        DeviceClasses.compile(sdk.orElseThrow(), sources, folder);
        var printed = run(sdk.orElseThrow(), main.qualifiedName());
        assertEquals(
                List.of(), printed.lines().filter(l -> !l.startsWith("holds: ")).toList(), printed);
        assertEquals(CLAIMS, printed.lines().count(), printed);
    }

    private static List<JavaSource> emitted() throws IOException {
        var file = Repository.here().path("examples/quickstart/src/main/dnet/quickstart/xor.dnet");
        var diagnostics = new Diagnostics();
        var library = Library.resources(DeviceProgramsTest.class.getClassLoader());
        var compiler = new Compiler(library, List.of());
        var source = new Source("quickstart/xor.dnet", Files.readString(file));
        var sources = new ArrayList<JavaSource>();
        for (var program : compiler.elaborate(List.of(source), diagnostics).programs()) {
            var lowered = compiler.lower(program, diagnostics).orElseThrow();
            sources.addAll(lowered.java(List.of(Width.PLAIN)));
            sources.addAll(compiler.devices(lowered, DeviceKind.CPU));
        }
        assertEquals(List.of(), diagnostics.sorted());
        return sources;
    }

    private String run(Sdk sdk, String main) throws IOException, InterruptedException {
        var flags = folder.resolve("flags");
        Files.write(flags, sdk.arguments(List.of("opencl")));
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "@" + flags,
                                "-cp",
                                System.getProperty("java.class.path") + File.pathSeparator + folder,
                                main,
                                "opencl:0",
                                folder.resolve("learned.safetensors").toString())
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 ? printed : printed + Files.readString(folder.resolve("err"));
    }
}
