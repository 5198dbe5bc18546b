package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.report.Repository;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What a device says that kernels take is something, and asking changes nothing that is computed
/// behind it.
class DeviceTimesTest {
    private static final Path GRAPH =
            Repository.here().path("compiler/core/src/test/resources/tornado/product.graph");
    private static final int RUNS = 5;
    private static final long SMALL = 8;
    private static final long LARGE = 256;

    @TempDir private Path folder = Path.of("");

    @Test
    void timesOfKernels() throws IOException, InterruptedException {
        var cases = new DeviceCases();
        add(cases, SMALL);
        add(cases, LARGE);
        var flags = List.of("-D" + DeviceMain.TIMES + "=" + RUNS);
        var machine = OpenClHere.machine(DeviceKind.CPU, flags, folder);
        var ran = DeviceRuns.run(machine, cases.all());
        for (int k = 0; k < ran.size(); k++) {
            var times = times(ran.get(k).printed());
            assertEquals(RUNS, times.length);
            assertTrue(Arrays.stream(times).allMatch(t -> t > 0), Arrays.toString(times));
        }
        assertEquals(Map.of(), DeviceRuns.failures(machine, cases.all()));
    }

    private static void add(DeviceCases cases, long n) throws IOException {
        var graph = GraphReader.read(Files.readString(GRAPH));
        var a = NdArray.generate(new long[] {n, n}, i -> (i[0] * 3 + i[1] * 5) % 7 - 3);
        var b = NdArray.generate(new long[] {n, n}, i -> (i[0] * 2 + i[1]) % 5 - 2);
        cases.add("product " + n, graph, Map.of("a", a, "b", b), Map.of("M", n, "K", n, "N", n));
    }

    /// What was printed, a line of numbers in brackets.
    private static long[] times(String printed) {
        var line = printed.lines().filter(l -> l.matches("\\[[\\d, ]+]")).toList();
        assertEquals(1, line.size(), printed);
        var times = line.getFirst().replaceAll("[\\[\\] ]", "").split(",", -1);
        return Arrays.stream(times).mapToLong(Long::parseLong).toArray();
    }
}
