package dev.dnet.cli.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.device.Device;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder that has the files of an SDK, and nothing in them.
class SdkTest {
    @TempDir private Path home = Path.of("");

    @BeforeEach
    void files() throws IOException {
        var jars = Files.createDirectories(home.resolve("share/java/tornado"));
        for (var part :
                List.of("api", "runtime", "drivers-opencl", "drivers-ptx", "drivers-ptx-jni")) {
            Files.createFile(jars.resolve("tornado-" + part + "-5.2.0-jdk25.jar"));
        }
        var exports = Files.createDirectories(home.resolve("etc/exportLists"));
        Files.writeString(exports.resolve("common-exports"), "# a comment\n--add-exports a/b=c\n");
        Files.writeString(exports.resolve("opencl-exports"), "--add-exports o/p=q\n");
        Files.writeString(exports.resolve("ptx-exports"), "--add-exports p/t=x\n");
    }

    @Test
    void backendsAreThoseWhoseDriversAreThere() {
        assertEquals(List.of("opencl", "ptx"), new Sdk(home).backends());
    }

    @Test
    void aDeviceNeedsItsOwnBackendAlone() {
        var flags = new Sdk(home).argumentsFor(Device.of("opencl:0"));
        assertTrue(flags.containsAll(List.of("--add-exports", "a/b=c", "o/p=q")), flags.toString());
        assertTrue(flags.stream().noneMatch(f -> f.contains("ptx")), flags.toString());
        assertTrue(flags.contains("-Dtornado.recover.bailout=False"), flags.toString());
    }

    @Test
    void anyBackendMayHaveTheFirstGpu() {
        var flags = new Sdk(home).argumentsFor(Device.gpu());
        assertTrue(flags.containsAll(List.of("o/p=q", "p/t=x")), flags.toString());
    }

    @Test
    void aBackendThatIsNotThereIsAnError() {
        var sdk = new Sdk(home);
        var e = assertThrows(DnetException.class, () -> sdk.argumentsFor(Device.of("cuda:0")));
        assertEquals("device/no-backend", e.code());
    }

    @Test
    void noBackendAtAllIsAnError() throws IOException {
        var none = home.resolve("none");
        var jars = Files.createDirectories(none.resolve("share/java/tornado"));
        Files.createFile(jars.resolve("tornado-api-5.2.0-jdk25.jar"));
        var sdk = new Sdk(none);
        var all = assertThrows(DnetException.class, sdk::arguments);
        assertEquals("device/no-backend", all.code());
        var one = assertThrows(DnetException.class, () -> sdk.argumentsFor(Device.of("cuda:0")));
        assertEquals(all.text(), one.text());
        var said = new StringWriter();
        assertEquals(List.of(), Machine.devices(sdk, new PrintWriter(said)));
        assertEquals(
                "no device: TornadoVM at " + none + " has no backend", said.toString().strip());
    }

    @Test
    void flagsWithBlanksAreQuoted() {
        assertEquals("-Da=b", Sdk.quoted("-Da=b"));
        assertEquals("\"-Da=b c\"", Sdk.quoted("-Da=b c"));
        assertEquals("\"a\\\\b\\\"\"", Sdk.quoted("a\\b\""));
    }
}
