package dev.dnet.compiler.codegen.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.WorkPool;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Every operator on its examples, and its gradient, as emitted Java beside the reference: one
/// graph for each operator.
class EmittedOperatorsTest {
    private static final double TOLERANCE = 1e-4;
    private static final WorkPool REVERSED = WorkPool.reversed(3);

    static Stream<Named<Op>> operators() {
        return StreamSupport.stream(ServiceLoader.load(Op.class).spliterator(), false)
                .map(op -> Named.of(op.getClass().getSimpleName(), op));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void emittedJavaEqualsTheReference(Op op) {
        var draft = new Draft();
        ((Examples) op).examples().forEach(draft::add);
        var graph = draft.graph.build();
        var expected = Interpreter.run(graph, draft.inputs).results();
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        for (var width : List.of(Width.PLAIN, Width.BITS_512)) {
            var actual = emitted.run(draft.inputs, width, REVERSED);
            expected.forEach((name, value) -> assertNear(value, actual, name + " at " + width));
        }
    }

    private static void assertNear(NdArray expected, Map<String, NdArray> results, String what) {
        var actual = requireNonNull(results.get(what.substring(0, what.indexOf(' '))), what);
        assertArrayEquals(expected.shape(), actual.shape(), what);
        for (int i = 0; i < expected.size(); i++) {
            double value = expected.data()[i];
            assertEquals(value, actual.data()[i], TOLERANCE * (1 + Math.abs(value)), what);
        }
    }

    /// A graph with the examples of one operator.
    private static final class Draft {
        private final GraphBuilder graph = new GraphBuilder("examples");
        private final Map<String, NdArray> inputs = new HashMap<>();
        private final Map<String, Integer> places = new HashMap<>();
        private final Random random = new Random(3);

        void add(Example example) {
            var number = graph.size();
            var operands = new ArrayList<Integer>();
            for (int k = 0; k < example.operands().size(); k++) {
                boolean key = example.values().get(k) == Example.Values.KEY;
                var role = key ? Input.Role.KEY : Input.Role.ARGUMENT;
                operands.add(input(role, example.operands().get(k), example.inputs(1).get(k)));
            }
            int y = graph.add(example.op(), operands);
            graph.output(Output.Kind.RESULT, "y" + number, y);
            if (graph.type(y).isFloat() && example.op().whyNoGradient().isEmpty()) {
                addGradient(example, operands, y, "d" + number);
            }
        }

        private void addGradient(Example example, List<Integer> operands, int y, String name) {
            var cotangent =
                    NdArray.generate(graph.type(y).shape(), i -> (float) random.nextGaussian());
            int dy = input(Input.Role.ARGUMENT, graph.type(y), cotangent);
            var gradients = example.op().gradient(new Op.Vjp(graph, operands, y, dy));
            for (int k = 0; k < gradients.size(); k++) {
                if (gradients.get(k).isPresent()) {
                    graph.output(Output.Kind.RESULT, name + "_" + k, gradients.get(k).getAsInt());
                }
            }
        }

        private int input(Input.Role role, TensorType type, NdArray value) {
            var path = role == Input.Role.KEY ? "key" : "x" + inputs.size();
            inputs.put(path, value);
            return places.computeIfAbsent(path, p -> graph.add(new Input(role, p, type)));
        }
    }
}
