package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.codegen.tornado.DeviceKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The entry points of examples on a device beside the interpreter: what they return, and what
/// becomes of parameters, state and slots.
class DeviceExamplesTest {
    private static final long SIZE = 3;

    private static final Path LOOPS = Path.of("src/test/resources/device/loops.dnet");

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"digits, GPU", "digits, CPU"})
    void examplesComputeWhatTheInterpreterDoes(String name, DeviceKind kind)
            throws IOException, InterruptedException {
        var machine = OpenClHere.machine(kind, folder);
        var examples = new DeviceExamples(name, SIZE);
        var cases = examples.cases();
        assertTrue(cases.size() >= 4, "first values, two steps, metrics");
        assertEquals(Map.of(), DeviceRuns.failures(machine, cases, examples::expected));
    }

    @Test
    void loopsComputeWhatTheInterpreterDoes() throws IOException, InterruptedException {
        var machine = OpenClHere.machine(DeviceKind.GPU, folder);
        var examples = new DeviceExamples("loops", DeviceCases.programs(LOOPS), SIZE);
        var cases = examples.cases();
        assertEquals(Map.of(), DeviceRuns.failures(machine, cases, examples::expected));
    }
}
