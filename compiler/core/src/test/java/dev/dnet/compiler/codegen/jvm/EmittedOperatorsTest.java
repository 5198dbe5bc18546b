package dev.dnet.compiler.codegen.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.ExampleGraph;
import dev.dnet.compiler.op.Examples;
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
        var expected = Interpreter.run(graph, draft.inputs()).results();
        var emitted = EmittedGraph.of(graph, Lowering.Mode.FUSED);
        for (var width : List.of(Width.PLAIN, Width.BITS_512)) {
            var actual = emitted.run(draft.inputs(), width, REVERSED);
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
}
