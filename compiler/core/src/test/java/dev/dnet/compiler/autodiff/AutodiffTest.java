package dev.dnet.compiler.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Verifier;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Cast;
import dev.dnet.compiler.ops.Exp;
import dev.dnet.compiler.ops.Mul;
import dev.dnet.compiler.ops.Sum;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class AutodiffTest {
    private static final double EXACT = 1e-12;

    /// `y = sum(exp(x * w))`.
    private static final String BASE =
            """
            graph g
              %0: f64[3] = input argument "x"
              %1: f64[3] = input parameter "w"
              %2: f64[3] = mul(%0, %1)
              %3: f64[3] = exp(%2)
              %4: f64 = sum(%3) {axes = [0]}
            """;

    private static final Map<String, NdArray> INPUTS =
            Map.of("x", vector(0.5, -1, 2), "w", vector(1, 0.25, -0.5));

    @Test
    void computesTheDerivative() {
        var graph =
                differentiate(
                        BASE
                                + "%5: f64[3] = grad(%4, %0)\n"
                                + "%6: f64[3] = grad(%4, %1)\n"
                                + "result \"dx\" = %5\n"
                                + "result \"dw\" = %6\n");
        var outcome = Interpreter.run(graph, INPUTS);
        for (int i = 0; i < 3; i++) {
            double x = at("x", i);
            double w = at("w", i);
            assertEquals(w * Math.exp(x * w), outcome.result("dx").at(i), EXACT);
            assertEquals(x * Math.exp(x * w), outcome.result("dw").at(i), EXACT);
        }
    }

    @Test
    void gradientsOfOneValueShareTheSweep() {
        var graph =
                differentiate(
                        BASE
                                + "%5: f64[3] = grad(%4, %0)\n"
                                + "%6: f64[3] = grad(%4, %1)\n"
                                + "result \"dx\" = %5\n"
                                + "result \"dw\" = %6\n");
        long broadcasts = graph.instrs().stream().filter(i -> i.op() instanceof Broadcast).count();
        assertEquals(1, broadcasts, GraphPrinter.print(graph));
    }

    @Test
    void differentiatesByAnIntermediateValue() {
        var graph = differentiate(BASE + "%5: f64[3] = grad(%4, %2)\nresult \"d\" = %5\n");
        assertEquals(Math.exp(0.5), Interpreter.run(graph, INPUTS).result("d").at(0), EXACT);
    }

    /// Only what goes through the mark counts, and nothing goes through a stop.
    @Test
    void marksAndStops() {
        var graph =
                differentiate(
                        BASE
                                + """
                                %5: f64[3] = mark(%0)
                                %6: f64[3] = stop(%5)
                                %7: f64[3] = mul(%5, %0)
                                %8: f64[3] = mul(%7, %6)
                                %9: f64 = sum(%8) {axes = [0]}
                                %10: f64[3] = grad(%9, %5)
                                result "d" = %10
                                """);
        var d = Interpreter.run(graph, INPUTS).result("d");
        for (int i = 0; i < 3; i++) {
            assertEquals(at("x", i) * at("x", i), d.at(i), EXACT);
        }
    }

    /// `y = exp(x)` by the rule `3 y dy`: twice, because the rule's own `y` goes by the rule.
    @Test
    void rules() {
        var graph =
                differentiate(
                        BASE
                                + """
                                %5: f64[3] = mark(%0)
                                %6: f64[3] = exp(%5)
                                %7: f64[3] = mark(%6)
                                %8: f64 = const() {element = f64, value = 0.0}
                                %9: f64[3] = broadcast(%8) {shape = [3], axes = []}
                                %10: f64[3] = mark(%9)
                                %11: f64 = const() {element = f64, value = 3.0}
                                %12: f64[3] = broadcast(%11) {shape = [3], axes = []}
                                %13: f64[3] = mul(%12, %7)
                                %14: f64[3] = mul(%13, %10)
                                %15: f64[3] = ruled(%6, %7, %10, %5, %14) {function = "e"}
                                %16: f64 = sum(%15) {axes = [0]}
                                %17: f64[3] = grad(%16, %0)
                                %18: f64 = sum(%17) {axes = [0]}
                                %19: f64[3] = grad(%18, %0)
                                result "first" = %17
                                result "second" = %19
                                """);
        var outcome = Interpreter.run(graph, INPUTS);
        for (int i = 0; i < 3; i++) {
            assertEquals(3 * Math.exp(at("x", i)), outcome.result("first").at(i), EXACT);
            assertEquals(9 * Math.exp(at("x", i)), outcome.result("second").at(i), EXACT * 100);
        }
    }

    @Test
    void innerGradientsComeFirst() {
        var text =
                BASE
                        + """
                        %5: f64[3] = grad(%4, %0)
                        %6: f64 = sum(%5) {axes = [0]}
                        %7: f64[3] = grad(%6, %0)
                        %8: f64 = sum(%7) {axes = [0]}
                        %9: f64[3] = grad(%8, %0)
                        result "second" = %7
                        result "third" = %9
                        """;
        var outcome = Interpreter.run(differentiate(text), INPUTS);
        for (int i = 0; i < 3; i++) {
            double w = at("w", i);
            double y = Math.exp(at("x", i) * w);
            assertEquals(w * w * y, outcome.result("second").at(i), EXACT);
            assertEquals(w * w * w * y, outcome.result("third").at(i), EXACT);
        }
    }

    @Test
    void whatIsNotReachedHasZeroGradient() {
        var text =
                BASE
                        + """
                        %5: f64[2] = input parameter "other"
                        %6: f64[2] = grad(%4, %5)
                        %7: f64[3] = exp(%3)
                        %8: f64[3] = grad(%4, %7)
                        result "before" = %6
                        result "after" = %8
                        """;
        var inputs = Map.of("x", vector(1, 1, 1), "w", vector(1, 1, 1), "other", vector(3, 4));
        var outcome = Interpreter.run(differentiate(text), inputs);
        assertEquals("[2][0.0, 0.0]", outcome.result("before").toString());
        assertEquals("[3][0.0, 0.0, 0.0]", outcome.result("after").toString());
    }

    @Test
    void theGradientOfAValueByItselfIsOne() {
        var graph = differentiate(BASE + "%5: f64 = grad(%4, %4)\nresult \"d\" = %5\n");
        assertEquals(1, Interpreter.run(graph, INPUTS).result("d").at());
    }

    @Test
    void onlyWhatDependsOnTheWantedValueIsVisited() {
        var graph = differentiate(BASE + "%5: f64[3] = grad(%4, %3)\nresult \"d\" = %5\n");
        assertTrue(
                graph.instrs().stream()
                        .noneMatch(i -> i.op() instanceof Mul && i.args().contains(3)));
        assertEquals(1, graph.instrs().stream().filter(i -> i.op() instanceof Exp).count());
    }

    @Test
    void backwardValuesKeepTheForwardPlace() {
        var source = new Source("m.dnet", "x * w\nexp(y)\nsum(z)\n");
        var builder = new GraphBuilder("g");
        int x =
                builder.add(
                        new Input(
                                Input.Role.ARGUMENT,
                                "x",
                                new TensorType(ElementType.F32, Shape.of(3))));
        builder.at(new Span(source, 6, 12));
        int y = builder.add(new Exp(), x);
        builder.at(new Span(source, 13, 19));
        int sum = builder.add(new Sum(List.of(0)), y);
        int d = builder.add(new Grad(), sum, x);
        builder.output(Output.Kind.RESULT, "d", d);
        var graph = done(builder.build());
        for (var instr : graph.instrs().subList(3, graph.size())) {
            int line = instr.op() instanceof Mul ? 2 : 3;
            assertEquals(line, instr.span().line(), GraphPrinter.print(graph));
        }
    }

    @Test
    void isTheSameEveryTime() {
        var text = BASE + "%5: f64[3] = grad(%4, %1)\nresult \"d\" = %5\n";
        assertEquals(
                GraphPrinter.print(differentiate(text)), GraphPrinter.print(differentiate(text)));
    }

    @Test
    void anOperationWithoutGradientIsRefusedWithItsPlace() {
        var source = new Source("m.dnet", "opaque(x)\n");
        var builder = new GraphBuilder("g");
        int x =
                builder.add(
                        new Input(Input.Role.ARGUMENT, "x", TensorType.scalar(ElementType.F32)));
        builder.at(new Span(source, 0, 9));
        int y = builder.add(new Opaque(ElementType.F32), x);
        int d = builder.add(new Grad(), y, x);
        builder.output(Output.Kind.RESULT, "d", d);
        var refused = refused(builder.build());
        assertEquals("grad/none", refused.code());
        assertEquals("`opaque` has no gradient: nobody looked inside", refused.message());
        assertEquals("m.dnet:1:1", refused.span().toString());
    }

    @Test
    void wholeNumbersMadeWithoutGradientAreRefusedToo() {
        var builder = new GraphBuilder("g");
        int x =
                builder.add(
                        new Input(Input.Role.ARGUMENT, "x", TensorType.scalar(ElementType.F32)));
        int i = builder.add(new Opaque(ElementType.I32), x);
        int c = builder.add(new Cast(ElementType.F32), i);
        int y = builder.add(new Mul(), c, x);
        builder.add(new Grad(), y, x);
        assertEquals("grad/none", refused(builder.build()).code());
    }

    @Test
    void anOperationWithoutGradientBesideThePathIsFine() {
        var builder = new GraphBuilder("g");
        int x =
                builder.add(
                        new Input(Input.Role.ARGUMENT, "x", TensorType.scalar(ElementType.F32)));
        int c =
                builder.add(
                        new Input(Input.Role.ARGUMENT, "c", TensorType.scalar(ElementType.F32)));
        int y = builder.add(new Mul(), builder.add(new Opaque(ElementType.F32), c), x);
        builder.output(Output.Kind.RESULT, "d", builder.add(new Grad(), y, x));
        var inputs = Map.of("x", NdArray.scalar(2), "c", NdArray.scalar(7));
        assertEquals(7, Interpreter.run(done(builder.build()), inputs).result("d").at());
    }

    /// An operation that has no derivative and says why.
    record Opaque(ElementType element) implements Op {
        @Override
        public TensorType type(List<TensorType> operands) {
            return operands.getFirst().withElement(element);
        }

        @Override
        public NdArray eval(List<NdArray> operands, TensorType result) {
            return operands.getFirst();
        }

        @Override
        public Compute compute(List<TensorType> operands, TensorType result) {
            return new Compute.Alias();
        }

        @Override
        public List<OptionalInt> gradient(Vjp v) {
            throw new AssertionError("asked for a gradient that it says it has not");
        }

        @Override
        public Optional<String> whyNoGradient() {
            return Optional.of("nobody looked inside");
        }
    }

    private static double at(String input, int index) {
        return Optional.ofNullable(INPUTS.get(input)).orElseThrow().at(index);
    }

    private static NdArray vector(double... values) {
        return new NdArray(new long[] {values.length}, values);
    }

    private static Graph differentiate(String text) {
        return done(GraphReader.read(text));
    }

    private static Graph done(Graph graph) {
        var done = assertInstanceOf(Differentiated.Done.class, Autodiff.differentiate(graph));
        assertEquals(List.of(), Verifier.problems(done.graph(), Verifier.Stage.DIFFERENTIATED));
        return done.graph();
    }

    private static Diagnostic refused(Graph graph) {
        var refused = assertInstanceOf(Differentiated.Refused.class, Autodiff.differentiate(graph));
        assertEquals(1, refused.diagnostics().size());
        return refused.diagnostics().getFirst();
    }
}
