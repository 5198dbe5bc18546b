package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

/// Every operator on its examples, and its gradient, on a device of TornadoVM beside the reference.
class DeviceOperatorsTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void devicesComputeWhatTheReferenceDoes() throws IOException, InterruptedException {
        var cases = new DeviceCases();
        ServiceLoader.load(Op.class).forEach(cases::addExamples);
        assertTrue(cases.all().size() > 100, "examples");
        var machine = OpenClHere.machine(folder);
        System.out.printf("%d examples on a device%n", cases.all().size());
        assertEquals(Map.of(), DeviceRuns.failures(machine, cases.all()));
    }
}
