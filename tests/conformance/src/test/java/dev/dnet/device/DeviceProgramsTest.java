package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.tornado.DeviceFiles;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.report.Repository;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The classes that users call, on a device: `resources/device/OnDevices.java` is the application.
class DeviceProgramsTest {
    private static final int CLAIMS = 26;

    @TempDir private Path folder = Path.of("");

    @Test
    void generatedClassesRunOnDevices() throws IOException, InterruptedException {
        var machine = OpenClHere.machine(DeviceKind.CPU, folder);
        var sources = new ArrayList<>(emitted());
        var main =
                new JavaSource(
                        "quickstart.xor",
                        "OnDevices",
                        Files.readString(Path.of("src/test/resources/device/OnDevices.java")),
                        false);
        sources.add(main);
        DeviceClasses.compile(machine.sdk(), sources, folder);
        var file = folder.resolve("learned.safetensors").toString();
        var printed = machine.run(main.qualifiedName(), List.of("opencl:0", file), Map.of());
        assertEquals(
                List.of(), printed.lines().filter(l -> !l.startsWith("holds: ")).toList(), printed);
        assertEquals(CLAIMS, printed.lines().count(), printed);
    }

    private static List<JavaSource> emitted() throws IOException {
        var xor = Repository.here().path("examples/quickstart/src/main/dnet/quickstart/xor.dnet");
        var sources = new ArrayList<JavaSource>();
        for (var file : List.of(xor, Path.of("src/test/resources/device/sums.dnet"))) {
            for (var lowered : DeviceCases.programs(file)) {
                sources.addAll(lowered.java(List.of(Width.PLAIN)));
                sources.addAll(
                        DeviceFiles.write(lowered.program(), lowered.entries(), DeviceKind.CPU));
            }
        }
        return sources;
    }
}
