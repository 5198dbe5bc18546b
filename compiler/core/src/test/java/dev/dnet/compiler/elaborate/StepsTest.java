package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.pass.Pipeline;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Several steps in one `train` block: what each differentiates, reads and writes.
class StepsTest {

    /// Two players with one number each.
    private static final String NUMBERS =
            """
            use nn.{Sgd, Adam, clip_norm}

            model Number(at: f32) {
                param w: f32 ~ constant(at)
                fn () -> f32 = w
            }
            init constant(c: f32) -> E[..S] = c

            train Two {
                let a = Number(2)
                let b = Number(3)
                let product = a() * b()
                batch (x: f32[N])
                STEPS
            }
            """;

    private static Program program(String steps) {
        return Programs.program(NUMBERS.replace("STEPS", steps), "Two");
    }

    private static Graph compiled(Graph graph) {
        var diagnostics = new Diagnostics();
        var result = Pipeline.standard().run(graph, diagnostics, List.of());
        assertTrue(diagnostics.sorted().isEmpty());
        return result.orElseThrow();
    }

    private static Interpreter.Outcome run(Program program, Map<String, Double> numbers) {
        var variables = new HashMap<String, NdArray>();
        numbers.forEach((path, value) -> variables.put(path, NdArray.scalar(value)));
        return Interpreter.run(
                compiled(Programs.graph(program, "step")),
                input -> input(input, variables),
                Map.of("N", 1L));
    }

    private static NdArray input(Input input, Map<String, NdArray> variables) {
        return switch (input.role()) {
            case KEY -> new NdArray(new long[] {2}, new double[] {5, 0});
            case STEP -> NdArray.scalar(1);
            case ARGUMENT -> new NdArray(new long[] {1}, new double[] {1});
            case PARAMETER, STATE, SLOT -> variables.getOrDefault(input.path(), NdArray.scalar(0));
        };
    }

    @Test
    void aStepReadsWhatTheOneBeforeWroteAndTakesItForConstant() {
        var program =
                program(
                        """
                        step a { loss = (product - 1) ** 2; update = Sgd(0.1) }
                        step b { loss = (product - 4) ** 2; update = Sgd(0.1) }
                        """);
        var outcome = run(program, Map.of("a.w", 2.0, "b.w", 3.0));
        double a = 2 - 0.1 * 2 * (2 * 3 - 1) * 3;
        // With a gradient through the first step it would be another number: a depends on b.
        double b = 3 - 0.1 * 2 * (a * 3 - 4) * a;
        assertEquals(a, outcome.writes().get("a.w").data()[0], 1e-12);
        assertEquals(b, outcome.writes().get("b.w").data()[0], 1e-12);
        assertEquals(25, outcome.result("a.loss").data()[0], 1e-12);
        assertEquals(Math.pow(a * 3 - 4, 2), outcome.result("b.loss").data()[0], 1e-12);
        assertEquals(25 + Math.pow(a * 3 - 4, 2), outcome.result("loss").data()[0], 1e-12);
    }

    @Test
    void aParameterOfTwoStepsIsMovedTwice() {
        var program =
                program(
                        """
                        step a { loss = (product - 1) ** 2; update = Adam(0.1) }
                        step a, b { loss = (product - 4) ** 2; update = Sgd(0.1) }
                        step a { loss = (product - 4) ** 2; update = { "a.w": Adam(0.1) } }
                        """);
        assertEquals(
                List.of(
                        "a.w",
                        "b.w",
                        "a.adam.m/a.w",
                        "a.adam.v/a.w",
                        "a_2.adam.m/a.w",
                        "a_2.adam.v/a.w"),
                program.variables().stream().map(Program.Variable::path).toList());
        var outcome = run(program, Map.of("a.w", 2.0, "b.w", 3.0));
        double a = 2 - 0.1;
        double half = a - 0.1 * 2 * (a * 3 - 4) * 3;
        double b = 3 - 0.1 * 2 * (a * 3 - 4) * a;
        double sign = Math.signum((half * b - 4) * b);
        assertEquals(b, outcome.writes().get("b.w").data()[0], 1e-6);
        assertEquals(half - 0.1 * sign, outcome.writes().get("a.w").data()[0], 1e-6);
    }

    @Test
    void eachStepDifferentiatesItsModelsOnly() {
        var step =
                Programs.graph(
                        program(
                                """
                                step a { loss = product; update = Sgd(1) }
                                step b { loss = -product; update = { "b.w": frozen } }
                                """),
                        "step");
        assertEquals(1, step.instrs().stream().filter(i -> i.op() instanceof Grad).count());
        assertEquals(
                List.of("RESULT loss: f32", "RESULT a.loss: f32", "RESULT b.loss: f32"),
                Programs.outputs(step).subList(0, 3));
    }

    @Test
    void eachStepDrawsItsOwnNumbersAlsoInTheLetsOfTheBlock() {
        var program =
                program(
                        """
                        let noise = f32[] ~ normal
                        step a { loss = product * noise; update = Sgd(1) }
                        step b { let own = noise; loss = product * own; update = Sgd(1) }
                        """);
        var outcome = run(program, Map.of("a.w", 1.0, "b.w", 1.0));
        var one = outcome.result("a.loss").data()[0];
        // a is 1 - noise after its step.
        var other = outcome.result("b.loss").data()[0] / outcome.writes().get("a.w").data()[0];
        assertNotEquals(one, other, 1e-6);
    }

    @Test
    void stateIsWrittenOncePerStepThatCallsTheModel() {
        var program =
                Programs.program(
                        """
                        use nn.{Sgd, zeros}
                        model Counter() {
                            param w: f32 ~ zeros
                            state calls: f32 ~ zeros
                            fn () -> f32 {
                                if training { calls <- calls + 1 }
                                w + calls
                            }
                        }
                        train Two {
                            let a = Counter()
                            let b = Counter()
                            let both = a() * b()
                            batch (x: f32[N])
                            step a { loss = both; update = Sgd(1) }
                            step b { loss = both; update = Sgd(1) }
                        }
                        """,
                        "Two");
        var outcome = run(program, Map.of());
        assertEquals(2, outcome.writes().get("a.calls").data()[0]);
        assertEquals(2, outcome.writes().get("b.calls").data()[0]);
        // a is -1 after its step, in which b was 1.
        assertEquals((-1 + 2) * 2, outcome.result("b.loss").data()[0]);
    }

    @Test
    void anAverageFollowsAllSteps() {
        var program =
                program(
                        """
                        step a { loss = product; update = Sgd(1) }
                        step a { loss = product; update = Sgd(1) }
                        step b { loss = b() * a(); update = { "**": frozen } }
                        average ema = a decay 0.5
                        metric slow = ema()
                        """);
        var outcome = run(program, Map.of("a.w", 2.0, "b.w", 3.0, "ema/a.w", 2.0));
        assertEquals(2 - 3 - 3, outcome.writes().get("a.w").data()[0]);
        assertEquals((2 - 4) / 2.0, outcome.writes().get("ema/a.w").data()[0]);
        assertEquals(
                List.of("loss", "a.loss", "a_2.loss", "b.loss", "slow"),
                Programs.graph(program, "evaluate").outputs().stream().map(o -> o.name()).toList());
    }

    @Test
    void aNormIsThatOfTheGradientsOfOneStep() {
        var program =
                program(
                        """
                        step a { loss = product; update = clip_norm(1, Sgd(1)) }
                        step b { loss = 100 * product; update = clip_norm(1, Sgd(1)) }
                        """);
        var outcome = run(program, Map.of("a.w", 2.0, "b.w", 3.0));
        assertEquals(1, outcome.writes().get("a.w").data()[0], 1e-5);
        assertEquals(2, outcome.writes().get("b.w").data()[0], 1e-5);
    }
}
