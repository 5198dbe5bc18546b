package dev.dnet.compiler.elaborate;

import static dev.dnet.compiler.elaborate.Ran.all;
import static dev.dnet.compiler.elaborate.Ran.assertNear;
import static dev.dnet.compiler.elaborate.Ran.graph;
import static dev.dnet.compiler.elaborate.Ran.inputs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Kernel;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Caches of models: what leaves a call for the next one of its session, and that a step of a
/// `train` block begins without.
class CacheTest {
    private static final String SUMS =
            """
            use nn.{ones, Sgd}
            model Sums() {
                param w: f32[3] ~ ones
                state seen: f32[3] ~ ones
                cache past: f32[5, 3]

                fn (x: f32[N, 3]) -> f32[N, 3] = x * w

                /// The sum of what came until now.
                fn step(x: f32[3], at: i32) -> f32[3] {
                    seen <- x
                    past[at] <- x * w
                    sum(past, axis: 0)
                }

                fn both(x: f32[2, 3]) -> f32[3] {
                    past <- 0
                    past[0] <- x[0]
                    past[1] <- x[1]
                    sum(past, axis: 0)
                }
            }
            train Fit {
                let net = Sums()
                batch (x: f32[5, 3])
                let (sums, _) = scan r in x, at = 0 {
                    yield net.step(r, at)
                    next at + 1
                }
                loss = sum(sums ** 2) + sum((net(x)) ** 2)
                update = Sgd(lr: 0)
                metric last = sum(net.step(x[0], 1))
            }
            """;

    private static Set<String> written(Graph graph) {
        return graph.outputs().stream()
                .filter(o -> o.kind() == Output.Kind.WRITE)
                .map(Output::name)
                .collect(Collectors.toSet());
    }

    private static boolean reads(Graph graph) {
        return graph.instrs().stream()
                .anyMatch(i -> i.op() instanceof Input in && in.role() == Input.Role.CACHE);
    }

    private static List<String> paths(List<Program.Variable> variables) {
        return variables.stream().map(Program.Variable::path).toList();
    }

    /// States are forgotten at the end of a call, caches are not; a call that gives a cache new
    /// content before it reads needs no call before it.
    @Test
    void callsLeaveCaches() {
        var program = Programs.program(SUMS, "Sums");
        assertEquals(List.of("past"), paths(program.caches()));
        assertEquals(List.of("w", "seen"), paths(program.shared()));
        var step = graph(SUMS, "Sums", "step");
        assertEquals(Set.of("past"), written(step));
        assertTrue(reads(step));
        var both = graph(SUMS, "Sums", "both");
        assertEquals(Set.of("past"), written(both));
        assertFalse(reads(both));
        assertEquals(Set.of("w", "seen"), written(graph(SUMS, "Sums", "init")));
        assertEquals(Set.of(), written(graph(SUMS, "Sums", "apply")));
    }

    /// Writing one place of a cache moves that place alone.
    @Test
    void aCacheIsWrittenWhereItLies() {
        var loops = Lowering.lower(graph(SUMS, "Sums", "step"), Lowering.Mode.FUSED);
        var scatters =
                loops.kernels().stream()
                        .filter(Kernel.Scatter.class::isInstance)
                        .map(Kernel.Scatter.class::cast)
                        .toList();
        assertEquals(1, scatters.size());
        assertTrue(scatters.getFirst().isInPlace(loops.buffers()));
        assertTrue(loops.kernels().stream().noneMatch(k -> k.name().startsWith("copy")));
    }

    /// A step begins with caches of zero: the sums are those of the rows of its own batch.
    @Test
    void aStepBeginsWithZeros() {
        var program = Programs.program(SUMS, "Fit");
        assertEquals(List.of(), program.caches());
        var step = graph(SUMS, "Fit", "step");
        assertFalse(reads(step));
        assertEquals(Set.of("net.w", "net.seen"), written(step));
        var inputs = new TreeMap<>(inputs(step, Map.of()));
        inputs.put("x", NdArray.generate(new long[] {5, 3}, i -> i[0] + 1));
        inputs.put("net.w", NdArray.generate(new long[] {3}, i -> 1));
        var wanted = Interpreter.run(step, inputs);
        double loss = 3 * (1 + 9 + 36 + 100 + 225) + 3 * (1 + 4 + 9 + 16 + 25);
        assertEquals(loss, wanted.result("loss").at(), 1e-9);
        for (var mode : Lowering.Mode.values()) {
            var got = EmittedGraph.of(step, mode).run(inputs, Width.BITS_256, 1);
            assertNear(all(wanted), got, 1e-6);
        }
        var evaluate = graph(SUMS, "Fit", "evaluate");
        var judged = new TreeMap<>(inputs(evaluate, Map.of()));
        judged.putAll(inputs);
        assertEquals(3, Interpreter.run(evaluate, judged).result("last").at(), 1e-9);
    }
}
