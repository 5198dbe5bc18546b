package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Few random programs on a device, since each has some twenty kernels to compile; `tests/report
/// device-random` runs more.
class DeviceRandomTest {
    private static final int PROGRAMS = 8;

    @TempDir private Path folder = Path.of("");

    @Test
    void devicesComputeWhatTheInterpreterDoes() throws IOException, InterruptedException {
        var random = new DeviceRandom(OpenClHere.machine(folder));
        assertEquals(List.of(), random.failures(1, PROGRAMS, 1));
        assertEquals(PROGRAMS, random.campaign().compared());
    }
}
