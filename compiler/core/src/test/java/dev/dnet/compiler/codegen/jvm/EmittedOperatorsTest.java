package dev.dnet.compiler.codegen.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.ExampleGraph;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.WorkPool;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
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
        var draft = new ExampleGraph(1);
        ((Examples) op).examples().forEach(draft::add);
        var graph = draft.build();
        check(graph, draft.inputs(), List.of(Width.PLAIN, Width.BITS_512));
    }

    /// The same examples with floats of 16 bits, wherever the operator takes them.
    @ParameterizedTest
    @MethodSource("operators")
    void floatsOf16BitsAreWithinTheirRounding(Op op) {
        for (var type : List.of(ElementType.F16, ElementType.BF16)) {
            var draft = new ExampleGraph(1);
            ((Examples) op)
                    .examples().stream()
                            .filter(e ->
                                    e.operands().stream().anyMatch(EmittedOperatorsTest::isSingle))
                            .map(e -> e.in(type))
                            .forEach(draft::add);
            var graph = draft.build();
            check(graph, draft.inputs(), List.of(Width.PLAIN, Width.BITS_128, Width.BITS_512));
        }
    }

    private static void check(Graph graph, Map<String, NdArray> inputs, List<Width> widths) {
        var expected = Interpreter.run(graph, inputs).results();
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        for (var width : widths) {
            var actual = emitted.run(inputs, width, REVERSED);
            for (var output : graph.outputs()) {
                var name = output.name();
                var near = near(graph.type(output.value()).element());
                var value = requireNonNull(expected.get(name));
                assertNear(value, requireNonNull(actual.get(name)), name + " at " + width, near);
            }
        }
    }

    /// For floats of 16 bits, 16 times what rounding a number near 1 may add.
    private static double near(ElementType type) {
        return switch (type) {
            case F16 -> 16 * 0x1p-11;
            case BF16 -> 16 * 0x1p-8;
            case F32, F64, I32, I64, BOOL -> TOLERANCE;
        };
    }

    private static boolean isSingle(TensorType type) {
        return type.element() == ElementType.F32;
    }

    private static void assertNear(
            NdArray expected, NdArray actual, String what, double tolerance) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        for (int i = 0; i < expected.size(); i++) {
            double value = expected.data()[i];
            assertEquals(value, actual.data()[i], tolerance * (1 + Math.abs(value)), what);
        }
    }
}
