package dev.dnet.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.source.Span;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class VerifierTest {
    private static final String GOOD =
            """
            graph good
              %0: f32[N] = input argument "x"
              %1: f32[N] = input parameter "w"
              %2: f32[N] = add(%0, %1)
              %3: f32 = sum(%2) {axes = [0]}
              result "y" = %3
              write "w" = %2
            """;

    @Test
    void acceptsAGoodGraph() {
        assertEquals(List.of(), problems(GOOD));
    }

    @Test
    void refusesATypeThatIsNotInferred() {
        assertProblem(
                GOOD.replace("%3: f32 =", "%3: f64 ="),
                "%3 (sum): says f64 but its operands make f32");
    }

    @Test
    void refusesOperandsThatDoNotFit() {
        assertProblem(
                GOOD.replace("f32[N] = input parameter", "f32[M] = input parameter"),
                "type/shape-mismatch");
    }

    @Test
    void refusesAUseBeforeTheDefinition() {
        var good = GraphReader.read(GOOD);
        var instrs = new ArrayList<>(good.instrs());
        var add = instrs.get(2);
        instrs.set(2, new Instr(add.op(), List.of(0, 2), add.type(), "", Span.none()));
        var problems =
                Verifier.problems(
                        new Graph("bad", instrs, good.outputs()), Verifier.Stage.ELABORATED);
        assertEquals(List.of("%2 (add): uses %2, which is not earlier"), problems);
    }

    @Test
    void refusesOutputsThatAreNoValuesOrStandTwice() {
        var good = GraphReader.read(GOOD);
        var outputs =
                List.of(
                        new Output(Output.Kind.RESULT, "y", 9),
                        new Output(Output.Kind.WRITE, "w", 2),
                        new Output(Output.Kind.WRITE, "w", 2));
        assertEquals(
                List.of("y: %9 is no value", "w: an output of this name stands here twice"),
                Verifier.problems(
                        new Graph("bad", good.instrs(), outputs), Verifier.Stage.ELABORATED));
    }

    @Test
    void refusesAWriteOfAnotherType() {
        assertProblem(
                GOOD.replace("write \"w\" = %2", "write \"w\" = %3"),
                "w: f32 is written to f32[N]");
    }

    @Test
    void refusesAnInputThatStandsTwice() {
        assertProblem(
                GOOD.replace("input parameter \"w\"", "input argument \"x\""),
                "%1 (input): the input x stands here twice");
    }

    @Test
    void refusesAGradientOnlyAfterAutodiff() {
        var graph = GraphReader.read(GOOD.replace("result", "%4: f32[N] = grad(%3, %0)\n  result"));
        assertEquals(List.of(), Verifier.problems(graph, Verifier.Stage.ELABORATED));
        assertEquals(
                List.of("%4 (grad): a grad is left"),
                Verifier.problems(graph, Verifier.Stage.DIFFERENTIATED));
        var e =
                assertThrows(
                        IllegalStateException.class,
                        () -> Verifier.require(graph, Verifier.Stage.DIFFERENTIATED, "autodiff"));
        assertTrue(
                requireNonNull(e.getMessage()).startsWith("graph good after autodiff:"),
                e.getMessage());
    }

    private static List<String> problems(String text) {
        return Verifier.problems(GraphReader.read(text), Verifier.Stage.ELABORATED);
    }

    private static void assertProblem(String text, String problem) {
        var problems = problems(text);
        assertTrue(problems.stream().anyMatch(p -> p.contains(problem)), problems.toString());
    }
}
