package dev.dnet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.OpCatalog;
import dev.dnet.compiler.ir.Verifier;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.ops.Add;
import dev.dnet.compiler.ops.Sub;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Few programs, because this runs in every build; `tests/report random` runs a thousand.
class RandomProgramsTest {
    private static final int PROGRAMS = 60;

    /// Each is put through javac.
    private static final int EMITTED = 12;

    private static final int HALF = 6;

    @Test
    void passesChangeNothing() {
        assertNoFailures(
                new Campaign(Check.sameAs(new AfterPasses())).run(1, PROGRAMS, 1), PROGRAMS);
    }

    @Test
    void gradientsAreWhatCentralDifferencesSay() {
        assertNoFailures(new Campaign(Check.gradients()).run(10_000, PROGRAMS, 1), PROGRAMS);
    }

    @Test
    void emittedJavaComputesWhatTheInterpreterDoes() {
        assertNoFailures(
                new Campaign(Check.sameAs(new EmittedJava())).run(20_000, EMITTED, 1), EMITTED);
    }

    @Test
    void floatsOf16BitsAreWithinTheirRounding() {
        var graphs = new RandomGraphs(ElementType.F16);
        var campaign = new Campaign(Check.sameAs(new EmittedJava()), graphs).run(30_000, HALF, 1);
        assertEquals(List.of(), campaign.failures());
        assertEquals(HALF, campaign.compared());
    }

    private static void assertNoFailures(Campaign campaign, int programs) {
        assertEquals(List.of(), campaign.failures());
        assertEquals(programs, campaign.compared());
        assertTrue(campaign.redrawn().values().stream().mapToInt(n -> n).sum() < programs / 3);
    }

    @Test
    void programsAreValidAndPrintAndReadBack() {
        var graphs = new RandomGraphs();
        for (long seed = 500; seed < 550; seed++) {
            var graph = graphs.draw(seed).graph();
            assertEquals(List.of(), Verifier.problems(graph, Verifier.Stage.ELABORATED));
            var text = GraphPrinter.print(graph);
            assertEquals(text, GraphPrinter.printWithoutPlaces(GraphReader.read(text)));
        }
    }

    @Test
    void aSeedGivesOneProgram() {
        assertEquals(new RandomGraphs().draw(7).text(), new RandomGraphs().draw(7).text());
        assertNotEquals(new RandomGraphs().draw(7).text(), new RandomGraphs().draw(8).text());
    }

    @Test
    void operationsOfEveryKindOccur() {
        var graphs = new RandomGraphs();
        var names = new TreeSet<String>();
        for (long seed = 0; seed < 200; seed++) {
            graphs.draw(seed)
                    .graph()
                    .instrs()
                    .forEach(i -> names.add(OpCatalog.nameOf(i.op().getClass())));
        }
        var missing = new TreeSet<>(OpCatalog.load().all().keySet());
        missing.removeAll(names);
        assertTrue(missing.size() < 8, "hardly ever drawn: " + missing);
    }

    /// A compiler that confuses two operations.
    private record Confused() implements Subject {
        @Override
        public String name() {
            return "confused";
        }

        @Override
        public Interpreter.Outcome run(Graph graph, Map<String, NdArray> inputs) {
            var instrs = graph.instrs().stream().map(Confused::confuse).toList();
            return new AfterPasses().run(new Graph(graph.name(), instrs, graph.outputs()), inputs);
        }

        private static Instr confuse(Instr instr) {
            return instr.op() instanceof Sub
                    ? new Instr(new Add(), instr.args(), instr.type(), instr.hint(), instr.span())
                    : instr;
        }
    }

    @Test
    void aWrongCompilerIsFoundAndTheProgramMadeSmall() {
        var campaign = new Campaign(Check.sameAs(new Confused())).run(1, PROGRAMS, 1);
        var failure = campaign.failures().getFirst();
        var ops = failure.sample().graph().instrs().stream().map(i -> i.op().name()).toList();
        assertTrue(ops.contains("sub"), failure.toString());
        assertTrue(ops.size() <= 4, failure.toString());
        assertFalse(failure.problem().isEmpty());
    }

    /// `2 x`, with the derivative of `3 x`.
    private record WronglyDerived() implements Op {
        @Override
        public TensorType type(List<TensorType> operands) {
            return operands.getFirst();
        }

        @Override
        public NdArray eval(List<NdArray> operands, TensorType result) {
            return operands.getFirst().map(v -> 2 * v);
        }

        @Override
        public Compute compute(List<TensorType> operands, TensorType result) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<OptionalInt> gradient(Vjp v) {
            int twice = v.graph().add(new Add(), v.cotangent(), v.cotangent());
            return List.of(OptionalInt.of(v.graph().add(new Add(), twice, v.cotangent())));
        }
    }

    @Test
    void aWrongGradientIsFound() {
        var right =
                GraphReader.read(
                        """
                        graph g
                          %0: f64[3] = input argument "x"
                          %1: f64[3] = mul(%0, %0)
                          %2: f64 = sum(%1) {axes = [0]}
                          %3: f64[3] = grad(%2, %0)
                          result "d" = %3
                        """);
        var inputs = Map.of("x", new NdArray(new long[] {3}, new double[] {1, -2, 0.5}));
        var result = GradientCheck.check(new Sample(1, right, inputs));
        assertEquals(1, result.compared());
        assertTrue(result.problem().isEmpty());
        var instrs = new ArrayList<>(right.instrs());
        instrs.set(
                1,
                new Instr(
                        new WronglyDerived(),
                        List.of(0),
                        right.type(1),
                        "",
                        right.instr(1).span()));
        var wrong = new Graph("wrong", instrs, right.outputs());
        assertTrue(wrong.instr(3).op() instanceof Grad);
        assertTrue(GradientCheck.check(new Sample(1, wrong, inputs)).problem().isPresent());
    }

    @Test
    void discretelyUnstableProgramsAreNotCompared() {
        var tie =
                GraphReader.read(
                        """
                        graph tie
                          %0: f32[2] = input argument "x"
                          %1: f32[2] = mul(%0, %0)
                          %2: f32[2] = exp(%1)
                          %3: f32[2] = log(%2)
                          %4: bool[2] = lt(%3, %1)
                          result "y" = %4
                        """);
        var inputs = Map.of("x", new NdArray(new long[] {2}, new double[] {0.3, 0.7}));
        assertEquals(
                new Reading.Unsteady(Reading.Reason.UNSTABLE),
                Oracle.read(new Sample(1, tie, inputs)));
    }
}
