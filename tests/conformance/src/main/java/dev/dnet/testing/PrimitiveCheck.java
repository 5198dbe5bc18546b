package dev.dnet.testing;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.ExampleGraph;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One operator on its own examples: the reference, the emitted Java at every width that is tried,
/// and the gradient against central differences.
final class PrimitiveCheck {
    private static final long SEED = 11;
    private static final double CLOSE = 1e-4;

    private final List<String> problems = new ArrayList<>();
    private int compared;
    private String noGradient = "discrete: nothing flows";

    /// What came of it; `problems` is empty where all is well.
    record Row(
            int examples,
            String reference,
            String emitted,
            String gradient,
            List<String> problems) {}

    static Row of(Op op) {
        var check = new PrimitiveCheck();
        int examples = 0;
        if (op instanceof Examples source) {
            for (var example : source.examples()) {
                examples++;
                check.run(example, op.name() + " #" + examples);
            }
        } else {
            check.problems.add("has no examples");
        }
        return check.row(op, examples);
    }

    private Row row(Op op, int examples) {
        var gradient =
                op.whyNoGradient()
                        .map(why -> "none: " + why)
                        .orElse(compared > 0 ? "checked " + compared : noGradient);
        return new Row(
                examples,
                failed("reference") ? "WRONG" : "finite",
                failed("emitted") ? "WRONG" : "equal",
                failed("gradient") ? "WRONG" : gradient,
                problems);
    }

    private boolean failed(String part) {
        return problems.stream().anyMatch(p -> p.contains(part));
    }

    private void run(Example example, String name) {
        try {
            var draft = new ExampleGraph(SEED);
            var graph = graph(draft, example, false);
            var inputs = draft.inputs();
            var wanted =
                    Optional.ofNullable(Interpreter.run(graph, inputs).results().get("y"))
                            .orElseThrow();
            reference(name, wanted);
            emitted(name, graph, inputs, wanted);
            gradient(name, example, graph);
        } catch (RuntimeException e) {
            problems.add(name + ": reference, emitted or gradient threw " + e);
        }
    }

    private void reference(String name, NdArray value) {
        for (double x : value.data()) {
            if (!Double.isFinite(x)) {
                problems.add(name + ": reference gives " + x);
                return;
            }
        }
    }

    private void emitted(String name, Graph graph, Map<String, NdArray> inputs, NdArray wanted) {
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        for (var width : List.of(Width.PLAIN, Width.BITS_128, Width.BITS_256)) {
            var got = Optional.ofNullable(emitted.run(inputs, width, 2).get("y")).orElseThrow();
            for (int i = 0; i < wanted.size(); i++) {
                double w = wanted.data()[i];
                if (!(Math.abs(got.data()[i] - w) <= CLOSE * (1 + Math.abs(w)))) {
                    problems.add(
                            name + ": emitted " + width + " gives " + got.data()[i] + " for " + w);
                    return;
                }
            }
        }
    }

    private void gradient(String name, Example example, Graph graph) {
        boolean floats = example.operands().stream().anyMatch(t -> t.isFloat());
        if (!floats
                || !graph.type(graph.size() - 1).isFloat()
                || example.op().whyNoGradient().isPresent()) {
            return;
        }
        var draft = new ExampleGraph(SEED);
        var gradients = graph(draft, example, true);
        var result = GradientCheck.check(new Sample(SEED, gradients, draft.inputs()));
        result.problem().ifPresent(p -> problems.add(name + ": gradient " + p));
        compared += result.compared();
        noGradient = "zero or not smooth at the examples";
    }

    /// The operator alone, or the gradients of a weighted sum of its result by every float operand.
    private static Graph graph(ExampleGraph draft, Example example, boolean withGradients) {
        var graph = draft.builder();
        var operands = draft.operands(example);
        int y = graph.add(example.op(), operands);
        if (!withGradients) {
            graph.output(Output.Kind.RESULT, "y", y);
            return graph.build();
        }
        var value = new Expr(graph, y);
        var axes = IntStream.range(0, value.rank()).boxed().toList();
        var loss =
                Formulas.sum(
                        Formulas.mul(
                                value,
                                Formulas.sin(Formulas.add(value, Formulas.like(value, 0.5)))),
                        axes);
        for (int k = 0; k < operands.size(); k++) {
            if (example.operands().get(k).isFloat()) {
                int gradient = graph.add(new Grad(), loss.value(), operands.get(k));
                graph.output(Output.Kind.RESULT, "g" + k, gradient);
            }
        }
        return graph.build();
    }
}
