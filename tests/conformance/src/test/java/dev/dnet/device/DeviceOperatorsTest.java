package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.ir.Op;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

/// Every operator on its examples, and its gradient, on a device of TornadoVM beside the reference.
class DeviceOperatorsTest {

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(names = {"GPU", "CPU"})
    void devicesComputeWhatTheReferenceDoes(DeviceKind kind)
            throws IOException, InterruptedException {
        var cases = new DeviceCases();
        ServiceLoader.load(Op.class).forEach(cases::addExamples);
        assertTrue(cases.all().size() > 100, "examples");
        var machine = OpenClHere.machine(kind, folder);
        System.out.printf("%d examples on a device, %s%n", cases.all().size(), kind);
        assertEquals(Map.of(), DeviceRuns.failures(machine, cases.all()));
    }
}
