package dev.dnet.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Verifier;
import dev.dnet.compiler.ops.Add;
import dev.dnet.compiler.ops.Mul;
import dev.dnet.compiler.ops.Sum;
import dev.dnet.compiler.ops.Tanh;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class PipelineTest {
    /// The mean of a soft plus of x w, and its gradient by w.
    private static final String STEP =
            """
            graph step
              %0: f32[N, 4] = input argument "x"
              %1: f32[4] = input parameter "w"
              %2: f32[N, 4] = broadcast(%1) {shape = [N, 4], axes = [1]}
              %3: f32[N, 4] = mul(%0, %2)
              %4: f32[N, 4] = exp(%3)
              %5: f32[N, 4] = log1p(%4)
              %6: f32 = sum(%5) {axes = [0, 1]}
              %7: f32 = size_value() {size = 4 * N, element = f32}
              %8: f32 = div(%6, %7)
              %9: f32[4] = grad(%8, %1)
              %10: f32 = const() {element = f32, value = 0.5}
              %11: f32[4] = broadcast(%10) {shape = [4], axes = []}
              %12: f32[4] = mul(%9, %11)
              %13: f32[4] = sub(%1, %12)
              result "loss" = %8
              write "w" = %13
            """;

    @Test
    void theResultIsTheSameAfterEveryPass() {
        var inputs =
                Map.of(
                        "x", NdArray.generate(new long[] {3, 4}, i -> Math.sin(5.0 * i[0] + i[1])),
                        "w", NdArray.generate(new long[] {4}, i -> 0.3 * i[0] - 0.4));
        var outcomes = new ArrayList<Interpreter.Outcome>();
        Hook interpret =
                (pass, graph, nanos) -> {
                    if (Pipeline.stageAfter(pass) == Verifier.Stage.DIFFERENTIATED) {
                        outcomes.add(Interpreter.run(graph, inputs));
                    }
                };
        run(STEP, interpret);
        assertEquals(Pipeline.standard().passes().size() - 1, outcomes.size());
        for (var outcome : outcomes) {
            assertEquals(
                    outcomes.getFirst().result("loss").at(), outcome.result("loss").at(), 1e-14);
            for (int i = 0; i < 4; i++) {
                assertEquals(outcomes.getFirst().write("w").at(i), outcome.write("w").at(i), 1e-14);
            }
        }
    }

    @Test
    void printsAfterAPassInAFormThatReadsBack() {
        var texts = new ArrayList<String>();
        run(STEP, Hook.print("dead-code", texts::add));
        assertEquals(2, texts.size());
        assertTrue(texts.getLast().startsWith("graph step\n"), texts.getLast());
        assertEquals(3, GraphReader.read(texts.getLast()).instr(1).op().type(List.of()).rank() + 2);
    }

    @Test
    void timesEachPass() {
        var timings = new TreeMap<String, Long>();
        run(STEP, Hook.timings(timings));
        assertTrue(timings.keySet().containsAll(List.of("autodiff", "dead-code", "simplify")));
        assertTrue(timings.values().stream().allMatch(t -> t > 0));
    }

    @Test
    void theVerifierStopsAtThePassThatBreaksSomething() {
        var graph = GraphReader.read(STEP);
        var breaking =
                new Pass(
                        "breaking",
                        "drops all values",
                        g -> new Graph(g.name(), List.of(), g.outputs()));
        var pipeline = new Pipeline(List.of(breaking));
        var e =
                assertThrows(
                        IllegalStateException.class,
                        () -> pipeline.run(graph, new Diagnostics(), List.of(Hook.verify())));
        assertTrue(
                requireNonNull(e.getMessage()).startsWith("graph step after breaking:"),
                e.getMessage());
    }

    /// Processor time, because the machine may be busy; twice the values take about twice as long.
    @Test
    void manyValuesTakeLittleTime() {
        seconds(20_000);
        double small = seconds(50_000);
        double big = seconds(100_000);
        assertTrue(big < 5 * small + 0.5, "not linear: " + small + " s, then " + big + " s");
        assertTrue(big < 8, big + " s");
    }

    private static double seconds(int values) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        var result =
                Pipeline.standard().run(big(values), new Diagnostics(), List.of()).orElseThrow();
        assertTrue(result.size() > 2 * values, "values: " + result.size());
        return (threads.getCurrentThreadCpuTime() - start) / 1e9;
    }

    /// A long chain in which values are shared, and its gradient.
    private static Graph big(int length) {
        var builder = new GraphBuilder("big");
        var type = new TensorType(ElementType.F32, Shape.of(Size.symbol("N"), Size.of(8)));
        int x = builder.add(new Input(Input.Role.ARGUMENT, "x", type));
        int y = x;
        while (builder.size() < length) {
            int z = builder.add(new Tanh(), y);
            y = builder.add(new Add(), builder.add(new Mul(), z, y), z);
        }
        int sum = builder.add(new Sum(List.of(0, 1)), y);
        builder.output(Output.Kind.RESULT, "d", builder.add(new Grad(), sum, x));
        return builder.build();
    }

    private static Graph run(String text, Hook hook) {
        var diagnostics = new Diagnostics();
        var result =
                Pipeline.standard()
                        .run(GraphReader.read(text), diagnostics, List.of(Hook.verify(), hook));
        assertEquals(0, diagnostics.size());
        var graph = result.orElseThrow();
        assertTrue(graph.size() < 40, GraphPrinter.print(graph));
        return graph;
    }
}
