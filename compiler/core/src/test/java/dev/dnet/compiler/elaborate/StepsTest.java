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
import java.util.Objects;

/// Several steps in one `train` block: what each differentiates, reads and writes.
class StepsTest {

    /// Two players with one number each.
    private static final String NUMBERS =
            """
            use nn.{Sgd, Adam, clip_norm, zeros}

            model Number(at: f32) {
                param w: f32 ~ constant(at)
                fn () -> f32 = w
            }
            optimizer Counted(lr: f32) {
                slot seen ~ zeros
                fn (p, g, t) {
                    seen <- seen + t
                    p - lr * g
                }
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
        return run(program, numbers, 1);
    }

    private static Interpreter.Outcome run(
            Program program, Map<String, Double> numbers, long step) {
        var variables = new HashMap<String, NdArray>();
        numbers.forEach((path, value) -> variables.put(path, NdArray.scalar(value)));
        return Interpreter.run(
                compiled(Programs.graph(program, "step")),
                input -> input(input, variables, step),
                Map.of("N", 1L));
    }

    private static NdArray input(Input input, Map<String, NdArray> variables, long step) {
        return switch (input.role()) {
            case KEY -> new NdArray(new long[] {2}, new double[] {5, 0});
            case STEP -> NdArray.scalar((double) step);
            case ARGUMENT -> new NdArray(new long[] {1}, new double[] {(double) step});
            case PARAMETER, STATE, SLOT, CACHE ->
                    variables.getOrDefault(input.path(), NdArray.scalar(0));
        };
    }

    private static double written(Interpreter.Outcome outcome, String path) {
        return outcome.write(path).data()[0];
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
        assertEquals(a, written(outcome, "a.w"), 1e-12);
        assertEquals(b, written(outcome, "b.w"), 1e-12);
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
        assertEquals(b, written(outcome, "b.w"), 1e-6);
        assertEquals(half - 0.1 * sign, written(outcome, "a.w"), 1e-6);
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
        var other = outcome.result("b.loss").data()[0] / written(outcome, "a.w");
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
        assertEquals(2, written(outcome, "a.calls"));
        assertEquals(2, written(outcome, "b.calls"));
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
        assertEquals(2 - 3 - 3, written(outcome, "a.w"));
        assertEquals((2 - 4) / 2.0, written(outcome, "ema/a.w"));
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
        assertEquals(1, written(outcome, "a.w"), 1e-5);
        assertEquals(2, written(outcome, "b.w"), 1e-5);
    }

    private static Map<String, Double> after(Map<String, Double> before, Interpreter.Outcome done) {
        var all = new HashMap<>(before);
        done.writes().forEach((path, value) -> all.put(path, value.data()[0]));
        return all;
    }

    private static double held(Map<String, Double> numbers, String path) {
        return Objects.requireNonNull(numbers.get(path), path);
    }

    @Test
    void gradientsOfSeveralBatchesMakeOneUpdate() {
        // The batch of step t holds the number t.
        var program =
                program(
                        """
                        loss = mean(x) * a() + b() ** 2
                        update = { "a.w": Counted(1), "b.w": Sgd(0.1) }
                        average ema = a decay 0.5
                        run { accumulate = 3 }
                        """);
        var now = Map.of("a.w", 2.0, "b.w", 3.0, "ema/a.w", 2.0);
        for (int t = 1; t <= 2; t++) {
            var outcome = run(program, now, t);
            assertEquals(2, written(outcome, "a.w"));
            assertEquals(3, written(outcome, "b.w"));
            assertEquals(2, written(outcome, "ema/a.w"));
            assertEquals(0, written(outcome, "counted.seen/a.w"));
            now = after(now, outcome);
        }
        assertEquals(1 + 2, held(now, "accumulate/a.w"));
        now = after(now, run(program, now, 3));
        assertEquals(2 - (1 + 2 + 3) / 3.0, held(now, "a.w"), 1e-12);
        assertEquals(3 - 0.1 * 6, held(now, "b.w"), 1e-12);
        assertEquals((2 + held(now, "a.w")) / 2, held(now, "ema/a.w"), 1e-12);
        assertEquals(1, held(now, "counted.seen/a.w"));
        assertEquals(0, held(now, "accumulate/a.w"));
        for (int t = 4; t <= 6; t++) {
            now = after(now, run(program, now, t));
        }
        // The second update has the number 2.
        assertEquals(1 + 2, held(now, "counted.seen/a.w"));
        assertEquals(0 - (4 + 5 + 6) / 3.0, held(now, "a.w"), 1e-12);
    }

    @Test
    void stepsAccumulateForThemselves() {
        var program =
                program(
                        """
                        step a { loss = product; update = Sgd(1) }
                        step b { loss = product ** 2; update = Sgd(1) }
                        run { accumulate = 2 }
                        """);
        assertEquals(
                List.of("a.w", "b.w", "a.accumulate/a.w", "b.accumulate/b.w"),
                program.variables().stream().map(Program.Variable::path).toList());
        var first = Map.of("a.w", 1.0, "b.w", 3.0);
        var one = after(first, run(program, first, 1));
        var two = after(one, run(program, one, 2));
        assertEquals(1 - 3, held(two, "a.w"));
        // The second batch of b sees what a became by it.
        assertEquals(3 - (2 * 3 + 2 * 3 * 4) / 2.0, held(two, "b.w"));
    }
}
