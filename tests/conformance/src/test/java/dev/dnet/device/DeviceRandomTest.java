package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.codegen.tornado.DeviceKind;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Few random programs on a device, since each has some twenty kernels to compile; `tests/report
/// device-random` runs more.
class DeviceRandomTest {
    private static final int PROGRAMS = 8;

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(names = {"GPU", "CPU"})
    void devicesComputeWhatTheInterpreterDoes(DeviceKind kind)
            throws IOException, InterruptedException {
        var random = new DeviceRandom(OpenClHere.machine(kind, folder));
        assertEquals(List.of(), random.failures(1, PROGRAMS, 1));
        assertEquals(PROGRAMS, random.campaign().compared());
    }
}
