package dev.dnet.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.report.Repository;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The forms of kernels at the edges of groups and tiles, on a device beside the reference: graphs
/// whose sizes are symbols, so that the code does not know them.
class DeviceFormsTest {
    private static final Path FOLDER =
            Repository.here().path("compiler/core/src/test/resources/tornado");
    private static final long[] EDGES = {1, 63, 64, 65, 127, 257, 1000};

    /// Those of the runs of a loop.
    private static final long[] LONG_EDGES = {1023, 1025, 4097};

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void sizesAtTheEdges(DeviceKind kind) throws IOException, InterruptedException {
        var cases = new DeviceCases();
        for (long edge : EDGES) {
            add(cases, "rows", Map.of("N", 3L, "L", edge));
            add(cases, "total", Map.of("N", edge));
            add(cases, "gaussian", Map.of("N", edge));
            add(cases, "columns", Map.of("N", edge));
            add(cases, "positions", Map.of("N", edge, "L", 33L));
            add(cases, "positions", Map.of("N", 2L, "L", edge));
            add(cases, "extremes", Map.of("N", 2L, "L", edge, "K", 3L));
            add(cases, "product", Map.of("M", edge, "K", 65L, "N", 3L));
            add(cases, "product", Map.of("M", 17L, "K", edge, "N", 70L));
            add(cases, "product", Map.of("M", 65L, "K", 16L, "N", edge));
            add(cases, "attention", Map.of("B", 2L, "T", 5L, "H", 3L, "S", edge));
            add(cases, "dense", Map.of("N", 3L, "T", edge, "K", 33L));
            add(cases, "convolution", Map.of("N", 2L, "H", 5L, "W", edge));
            add(cases, "weights", Map.of("N", 2L, "H", 3L, "W", edge));
            add(cases, "channels", Map.of("N", 3L, "H", 20L, "W", edge));
            add(cases, "totals", Map.of("N", 20L, "M", edge));
            add(cases, "bands", Map.of("N", 3L, "L", edge));
            add(cases, "twice", Map.of("N", edge));
            add(cases, "wide", Map.of("N", 3L, "T", 43L, "K", 17L));
        }
        for (long edge : LONG_EDGES) {
            add(cases, "total", Map.of("N", edge));
            add(cases, "gaussian", Map.of("N", edge));
            add(cases, "columns", Map.of("N", edge));
        }
        addPositions(cases);
        var machine = OpenClHere.machine(kind, folder);
        assertEquals(Map.of(), DeviceRuns.failures(machine, cases.all()));
    }

    private static void add(DeviceCases cases, String name, Map<String, Long> sizes)
            throws IOException {
        var graph = graph(name);
        cases.add(name + " " + sizes, graph, inputs(graph, sizes), sizes);
    }

    private static Graph graph(String name) throws IOException {
        return GraphReader.read(Files.readString(FOLDER.resolve(name + ".graph")));
    }

    /// What is not a number is the largest only where it is the first.
    private static void addPositions(DeviceCases cases) throws IOException {
        var x =
                NdArray.generate(
                        new long[] {70, 70},
                        i -> (i[0] * 3 + i[1]) % 7 == 0 ? Double.NaN : (i[0] + i[1] * 5) % 11);
        var sizes = Map.of("N", 70L, "L", 70L);
        cases.add("positions without numbers", graph("positions"), Map.of("x", x), sizes);
    }

    /// Few different numbers, so that extremes are not alone.
    private static Map<String, NdArray> inputs(Graph graph, Map<String, Long> sizes) {
        var inputs = new HashMap<String, NdArray>();
        for (int v : graph.inputs()) {
            var input = (Input) graph.instr(v).op();
            var shape = input.declared().shape().sizes();
            var dims = shape.stream().mapToLong(s -> s.evaluate(sizes)).toArray();
            double scale = input.declared().element().isFloat() ? 0.25 : 1;
            int[] at = {v};
            inputs.put(
                    input.path(),
                    NdArray.generate(dims, index -> (at[0]++ * 7919L % 13 - 6) * scale));
        }
        return inputs;
    }
}
