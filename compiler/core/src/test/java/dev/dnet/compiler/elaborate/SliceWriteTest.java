package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Ran.all;
import static dev.dnet.compiler.elaborate.Ran.assertNear;
import static dev.dnet.compiler.elaborate.Ran.graph;
import static dev.dnet.compiler.elaborate.Ran.inputs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.runtime.DnetException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Slices of states that are written, at positions from data too: what they hold then, and that
/// nothing else is moved.
class SliceWriteTest {
    private static final String WRITES =
            """
            use nn.{zeros, Sgd}
            model Writes() {
                param w: f32[3] ~ zeros
                state s: f32[2, 4, 3] ~ zeros
                state t: f32[2, 4, 3] ~ zeros

                fn go(x: f32[2, 3], k: i32) -> f32[2, 3] {
                    s[:, k] <- x * w
                    s[0, 1:3, 2] <- x[1, :2]
                    s[1, -1] <- 7
                    t[0] <- t[0] * 2 + s[1]
                    x * w + s[:, k] + t[1, :2]
                }
            }
            train Fit {
                let net = Writes()
                batch (x: f32[2, 3], k: i32[1])
                loss = mean(net.go(x, k[0]) ** 2)
                update = Sgd(lr: 0.1)
            }
            """;

    private static final String MOVES =
            """
            model Moves() {
                cache s: f32[7, 2]
                fn go(x: f32[T, 2], k: i32) -> f32[2, 2] {
                    s[k + 1 : k + 1 + T] <- 2 * x
                    s[k : 1 + k, 1] <- 5
                    s[k + 2 : k + 2 + 2]
                }
            }
            """;

    private static Map<String, NdArray> at(Graph graph, double k) {
        var inputs = new TreeMap<>(inputs(graph, Map.of()));
        inputs.put("k", NdArray.generate(new long[] {1}, i -> k));
        return inputs;
    }

    @ParameterizedTest
    @EnumSource(Lowering.Mode.class)
    void whatIsWrittenIsThereAndNothingElse(Lowering.Mode mode) {
        var graph = graph(WRITES, "Fit", "step");
        var emitted = EmittedGraph.of(graph, mode);
        for (double k : List.of(0.0, 2.0, 3.0)) {
            var inputs = at(graph, k);
            var wanted = all(Interpreter.run(graph, inputs));
            assertNear(wanted, emitted.run(inputs, Width.PLAIN, 1), 1e-5);
            assertNear(wanted, emitted.run(inputs, Width.BITS_512, 2), 1e-5);
            assertWritten(k, inputs, wanted);
        }
    }

    private static void assertWritten(
            double k, Map<String, NdArray> inputs, Map<String, NdArray> wanted) {
        var x = requireNonNull(inputs.get("x"));
        var w = requireNonNull(inputs.get("net.w"));
        var before = requireNonNull(inputs.get("net.s"));
        var after = requireNonNull(wanted.get("net.s"));
        for (int n = 0; n < 2; n++) {
            for (int t = 0; t < 4; t++) {
                for (int d = 0; d < 3; d++) {
                    double held = before.at(n, t, d);
                    held = t == k ? x.at(n, d) * w.at(d) : held;
                    held = n == 0 && d == 2 && (t == 1 || t == 2) ? x.at(1, t - 1) : held;
                    held = n == 1 && t == 3 ? 7 : held;
                    assertEquals(held, after.at(n, t, d), 1e-6);
                }
            }
        }
    }

    @Test
    void aPositionOutsideEndsTheCall() {
        var graph = graph(WRITES, "Fit", "step");
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        for (long k : List.of(-1L, 4L)) {
            var inputs = at(graph, (double) k);
            var error =
                    assertThrows(DnetException.class, () -> emitted.run(inputs, Width.PLAIN, 1));
            var message = String.valueOf(error.getMessage());
            assertTrue(message.contains(String.valueOf(k)), message);
            assertTrue(message.contains("`<-`"), message);
        }
    }

    /// How many rows are written is an argument's size, where they begin is data.
    @ParameterizedTest
    @CsvSource({"1, 0", "4, 1", "4, 2", "6, 0"})
    void aSliceThatMovesIsWrittenAndRead(long rows, int k) {
        var graph = graph(MOVES, "Moves", "go");
        var inputs = new TreeMap<>(inputs(graph, Map.of("T", rows)));
        inputs.put("k", NdArray.scalar(k));
        var got = EmittedGraph.of(graph, Lowering.Mode.FUSED).run(inputs, Width.PLAIN, 1);
        var x = requireNonNull(inputs.get("x"));
        var before = requireNonNull(inputs.get("s"));
        var after = requireNonNull(got.get("s"));
        var result = requireNonNull(got.get("result"));
        for (int r = 0; r < 7; r++) {
            for (int d = 0; d < 2; d++) {
                boolean moved = r > k && r <= k + rows;
                double held = moved ? 2 * x.at(r - k - 1, d) : before.at(r, d);
                held = r == k && d == 1 ? 5 : held;
                assertEquals(held, after.at(r, d), 1e-6);
                if (r == k + 2 || r == k + 3) {
                    assertEquals(held, result.at(r - k - 2, d), 1e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 3, from 0 to 3", "7, 0, from 0 to 0", "9, 1, none"})
    void aSliceThatMovesTooFarEndsTheCall(long rows, int k, String room) {
        var graph = graph(MOVES, "Moves", "go");
        var inputs = new TreeMap<>(inputs(graph, Map.of("T", rows)));
        inputs.put("k", NdArray.scalar(k));
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        var error = assertThrows(DnetException.class, () -> emitted.run(inputs, Width.PLAIN, 1));
        var message = String.valueOf(error.getMessage());
        assertTrue(message.contains("`k + 1` is " + (k + 1)), message);
        assertTrue(message.contains("expected: " + room), message);
    }

    private static List<Kernel.Scatter> scatters(LoopProgram program) {
        return program.kernels().stream()
                .filter(Kernel.Scatter.class::isInstance)
                .map(Kernel.Scatter.class::cast)
                .toList();
    }

    /// A state is written where it lies; a loop that carries one copies it before and after, not in
    /// its turns.
    @Test
    void onlyTheSliceMoves() {
        var text = WRITES.replace("t[0] * 2 + s[1]", "s[1]");
        var program = Lowering.lower(graph(text, "Fit", "step"), Lowering.Mode.FUSED);
        assertEquals(4, scatters(program).size());
        assertTrue(scatters(program).stream().allMatch(s -> s.isInPlace(program.buffers())));
        assertTrue(program.kernels().stream().noneMatch(k -> k.name().startsWith("copy")));
        var loop = Lowering.lower(graph(CACHED, "Decode", "apply"), Lowering.Mode.FUSED);
        var repeat = loop.repeats().getFirst();
        assertEquals(2, scatters(loop).size());
        assertTrue(scatters(loop).stream().allMatch(s -> s.isInPlace(loop.buffers())));
        assertTrue(
                loop.kernels().subList(repeat.from(), repeat.to()).stream()
                        .noneMatch(k -> k.name().startsWith("copy")));
    }

    private static final String CACHED =
            """
            use nn.{zeros, softmax}
            model Decode() {
                state keys: f32[2, 6, 4] ~ zeros
                state values: f32[2, 6, 4] ~ zeros

                fn (q: f32[6, 2, 4], k: f32[6, 2, 4], v: f32[6, 2, 4]) -> (
                    cached: f32[6, 2, 4], whole: f32[6, 2, 4]) {
                    keys <- 0
                    values <- 0
                    let (cached, _) = scan qt in q, kt in k, vt in v, t = 0 {
                        keys[:, t] <- kt
                        values[:, t] <- vt
                        let past = for n, j => sum d => qt[n, d] * keys[n, j, d]
                        let seen = where(iota([2, 6], axis: 1) <= t, past, -1e9)
                        let p = softmax(seen)
                        yield for n, d => sum j => p[n, j] * values[n, j, d]
                        next t + 1
                    }
                    let scores = for n, t, j => sum d => q[t, n, d] * k[j, n, d]
                    let causal = iota([2, 6, 6], axis: 2) <= iota([2, 6, 6], axis: 1)
                    let p = softmax(where(causal, scores, -1e9))
                    (cached, for t, n, d => sum j => p[n, t, j] * v[j, n, d])
                }
            }
            """;

    /// Attention that keeps keys and values and sees one token at a time, against all at once.
    @Test
    void cachedAttentionIsWholeAttention() {
        var graph = graph(CACHED, "Decode", "apply");
        var inputs = inputs(graph, Map.of());
        var wanted = all(Interpreter.run(graph, inputs));
        assertNear(
                Map.of("cached", requireNonNull(wanted.get("whole"))),
                Map.of("cached", requireNonNull(wanted.get("cached"))),
                1e-6);
        for (int threads : List.of(1, 2)) {
            var got =
                    EmittedGraph.of(graph, Lowering.Mode.FUSED)
                            .run(inputs, Width.BITS_256, threads);
            assertNear(wanted, got, 1e-5);
        }
    }
}
