package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.tornado.DeviceKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is printed for each error of a device stands in `resources/diagnostics/devices`, a file for
/// each; `resources/device/Faults.java` earns them. `-Dgolden.update=true` writes those files.
class DeviceErrorsTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final Path FOLDER = RESOURCES.resolve("diagnostics").resolve("devices");
    private static final List<String> NAMES =
            List.of(
                    "device/unknown",
                    "device/other-kind",
                    "device/too-large",
                    "device/out-of-memory",
                    "device/failed",
                    "device/element-type",
                    "device/kernel-rejected");

    @TempDir private Path folder = Path.of("");

    @Test
    void errorsOfDevices() throws IOException, InterruptedException {
        check(NAMES, Map.of());
    }

    @Test
    void noDriverAtAll() throws IOException, InterruptedException {
        check(List.of("device/none"), Map.of("OCL_ICD_VENDORS", folder.toString()));
    }

    private void check(List<String> names, Map<String, String> environment)
            throws IOException, InterruptedException {
        var machine = OpenClHere.machine(DeviceKind.CPU, folder);
        var printed = run(machine, names, environment);
        for (var name : names) {
            var text = printed.get(name);
            assertTrue(
                    text != null && text.startsWith("error[" + name + "]: "), name + ": " + text);
            var golden = FOLDER.resolve(name.replace('/', '_') + ".txt");
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(golden, text);
            }
            assertEquals(Files.readString(golden), text);
        }
    }

    private Map<String, String> run(
            DeviceVm machine, List<String> names, Map<String, String> environment)
            throws IOException, InterruptedException {
        var source = Files.readString(RESOURCES.resolve("device").resolve("Faults.java"));
        var faults = new JavaSource("dev.dnet.runtime.tornado", "Faults", source, false);
        DeviceClasses.compile(machine.sdk(), List.of(faults), folder);
        return texts(machine.run(faults.qualifiedName(), names, environment));
    }

    /// By name; what a device calls itself is not for a file.
    private static Map<String, String> texts(String printed) {
        var texts = new LinkedHashMap<String, String>();
        for (var part : printed.split("(?m)^== ?", -1)) {
            int end = part.indexOf('\n');
            int error = part.indexOf("error[");
            if (end > 0 && error >= 0) {
                texts.put(
                        part.substring(0, end).strip(),
                        part.substring(error)
                                .replaceAll("opencl:0 \\(.*, [A-Z]+\\)", "opencl:0 (MODEL, KIND)")
                                .replaceAll(
                                        "does not compile for .*?: ",
                                        "does not compile for MODEL: "));
            }
        }
        return texts;
    }
}
