package dev.dnet.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class InterpreterTest {
    private static final Graph GRAPH =
            GraphReader.read(
                    """
                    graph g
                      %0: f32[N + 1, M] = input argument "x"
                      %1: f32[M] = input parameter "w"
                      %2: f32[N + 1, M] = broadcast(%1) {shape = [N + 1, M], axes = [1]}
                      %3: f32[N + 1, M] = add(%0, %2)
                      %4: f32[M] = sum(%3) {axes = [0]}
                      %5: f32[M + M * N] = reshape(%3) {shape = [M + M * N]}
                      result "flat" = %5
                      write "w" = %4
                    """);

    @Test
    void runsAndBindsSymbolsFromShapes() {
        var x = new NdArray(new long[] {2, 3}, new double[] {1, 2, 3, 4, 5, 6});
        var w = new NdArray(new long[] {3}, new double[] {10, 20, 30});
        var outcome = Interpreter.run(GRAPH, Map.of("x", x, "w", w));
        assertArrayEquals(new double[] {11, 22, 33, 14, 25, 36}, outcome.result("flat").data());
        assertArrayEquals(new long[] {6}, outcome.result("flat").shape());
        assertArrayEquals(new double[] {25, 47, 69}, outcome.write("w").data());
        assertEquals(
                Map.of("N", 1L, "M", 3L),
                Interpreter.bind(GRAPH, i -> i.path().equals("x") ? x : w, Map.of()));
        assertEquals(
                69, Interpreter.values(GRAPH, Map.of("x", x, "w", w), List.of(4)).getFirst().at(2));
    }

    @Test
    void refusesShapesThatDoNotFit() {
        var x = NdArray.filled(new long[] {2, 3}, 0);
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Interpreter.run(
                                        GRAPH,
                                        Map.of("x", x, "w", NdArray.filled(new long[] {4}, 0))));
        assertTrue(
                requireNonNull(e.getMessage()).startsWith("w is declared [M] but given [4]"),
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Interpreter.run(GRAPH, Map.of("x", x)));
    }
}
