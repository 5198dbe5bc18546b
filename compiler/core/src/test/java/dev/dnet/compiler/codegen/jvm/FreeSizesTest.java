package dev.dnet.compiler.codegen.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Programs that random ones were shrunk to: sizes that only the call knows, in arithmetic.
class FreeSizesTest {

    @Test
    void halvesAndSumsBesideOtherFactors() {
        var graph =
                """
                graph strided
                  %0: f32[N, 4, 4, M] = input argument "x"
                  %1: f32[4, 4, 3, 2] = input argument "w"
                  %2: f32[N, 4, 4, (M // 2)] = contract(%0, %1) {out = [Axis(name = "n", extent = N), Axis(name = "o", extent = 4), Axis(name = "s2", extent = 4), Axis(name = "s3", extent = (M // 2))], reduce = [Axis(name = "c", extent = 4), Axis(name = "w2", extent = 3), Axis(name = "w3", extent = 2)], left = [Access(numerator = n, divisor = 1), Access(numerator = c, divisor = 1), Access(numerator = s2 + w2 - 1, divisor = 1), Access(numerator = 2 * s3 + w3, divisor = 1)], right = [Access(numerator = o, divisor = 1), Access(numerator = c, divisor = 1), Access(numerator = w2, divisor = 1), Access(numerator = w3, divisor = 1)]}
                  result "y" = %2
                """;
        assertComputes(graph, Map.of("N", 3L, "M", 2L));
        assertComputes(graph, Map.of("N", 2L, "M", 9L));
        assertComputes(graph, Map.of("N", 2L, "M", 0L));
    }

    @Test
    void threadsShareAnAxisOfASum() {
        var graph =
                """
                graph scattered
                  %0: f32[2, 3, N + 1] = input argument "start"
                  %1: i32[2] = input argument "rows"
                  %2: f32[2, 2, N + 1] = input argument "added"
                  %3: f32[N] = input argument "which gives N"
                  %4: f32[2, 3, N + 1] = scatter_add(%0, %1, %2) {chosen = Chosen(axis = 1, along = false)}
                  result "y" = %4
                """;
        assertComputes(graph, Map.of("N", 1L));
        assertComputes(graph, Map.of("N", 20_000L));
    }

    @Test
    void anEmptyBatchIsABatch() {
        var graph =
                """
                graph empty
                  %0: f32[N, 20] = input argument "x"
                  %1: f32[20, 30] = input argument "w"
                  %2: f32[N, 30] = contract(%0, %1) {out = [Axis(name = "i", extent = N), Axis(name = "j", extent = 30)], reduce = [Axis(name = "c", extent = 20)], left = [Access(numerator = i, divisor = 1), Access(numerator = c, divisor = 1)], right = [Access(numerator = c, divisor = 1), Access(numerator = j, divisor = 1)]}
                  %3: f32[N, 30] = tanh(%2)
                  %4: f32[30] = sum(%3) {axes = [0]}
                  %5: f32[N] = max(%3) {axes = [1]}
                  %6: f32[N, 30] = cumulative_sum(%3) {axis = 0, reverse = false}
                  result "sums" = %4
                  result "largest" = %5
                  result "y" = %6
                """;
        assertComputes(graph, Map.of("N", 0L));
        assertComputes(graph, Map.of("N", 3L));
    }

    private static void assertComputes(String text, Map<String, Long> sizes) {
        var graph = GraphReader.read(text);
        var inputs = inputs(graph, sizes);
        var expected = Interpreter.run(graph, inputs).results();
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        for (var width : List.of(Width.PLAIN, Width.BITS_512)) {
            for (int threads : List.of(1, 3)) {
                var actual = emitted.run(inputs, width, threads);
                var where = "%s, %s, %d threads".formatted(sizes, width, threads);
                expected.forEach((name, value) -> {
                    var found = requireNonNull(actual.get(name), name);
                    assertArrayEquals(value.shape(), found.shape(), where);
                    assertArrayEquals(value.data(), found.data(), 1e-4, where);
                });
            }
        }
    }

    private static Map<String, NdArray> inputs(Graph graph, Map<String, Long> sizes) {
        var inputs = new TreeMap<String, NdArray>();
        for (int v : graph.inputs()) {
            var input = (Input) graph.instr(v).op();
            var shape =
                    input.declared().shape().sizes().stream()
                            .mapToLong(s -> s.evaluate(sizes))
                            .toArray();
            boolean whole = !input.declared().isFloat();
            inputs.put(
                    input.path(),
                    NdArray.generate(shape, at -> LongStream.of(at).sum() % (whole ? 2 : 7)));
        }
        return inputs;
    }
}
