package dev.dnet.compiler.ops;

import static dev.dnet.compiler.ops.Near.assertNear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.NestInterpreter;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.type.TensorType;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Every operator on every one of its examples: whoever adds a file to `ops` gets these tests with
/// it.
class OperatorsTest {
    private static final double STEP = 1e-5;

    static Stream<Named<Op>> operators() {
        return services(Op.class).map(op -> Named.of(op.name(), op));
    }

    static Stream<Named<Example>> examples() {
        return services(Op.class)
                .flatMap(op -> op instanceof Examples e ? e.examples().stream() : Stream.of())
                .map(e -> Named.of(e.op() + " of " + e.operands(), e));
    }

    private static <T> Stream<T> services(Class<T> type) {
        return StreamSupport.stream(ServiceLoader.load(type).spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void hasExamples(Op op) {
        assertFalse(assertInstanceOf(Examples.class, op).examples().isEmpty());
    }

    @Test
    void primitivesAreDocumentedAndNamedOnce() {
        var names = new HashSet<String>();
        services(Primitive.class)
                .forEach(primitive -> {
                    assertTrue(names.add(primitive.name()), primitive.name());
                    assertTrue(primitive.summary().endsWith("."), primitive.name());
                    assertFalse(primitive.signature().parameters().isEmpty(), primitive.name());
                });
        assertTrue(names.containsAll(List.of("add", "where", "argmax", "mean")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void referenceHasTheInferredShapeAndIsFinite(Example example) {
        var y = evaluate(example);
        assertArrayEquals(type(example).shape().dims(), y.shape());
        for (double value : y.data()) {
            assertTrue(Double.isFinite(value), () -> example + " yields " + y);
        }
    }

    /// What the kernels are made from equals the reference: nests loop by loop, routines as the
    /// runtime has them.
    @ParameterizedTest
    @MethodSource("examples")
    void loopsEqualTheReference(Example example) {
        var inputs = example.inputs(1);
        switch (example.op().compute(example.operands(), type(example))) {
            case Compute.Nest nest ->
                    assertNear(evaluate(example), NestInterpreter.run(nest, inputs), 1e-12, "nest");
            case Compute.Scatter scatter ->
                    assertNear(
                            evaluate(example),
                            NestInterpreter.run(scatter, inputs),
                            1e-12,
                            "scatter");
            case Compute.Alias alias ->
                    assertArrayEquals(inputs.getFirst().data(), evaluate(example).data());
            case Compute.Routine routine ->
                    assertNear(
                            evaluate(example),
                            RoutineRunner.run(routine, example.operands(), inputs, type(example)),
                            1e-5,
                            routine.name());
            case Compute.Turns turns -> throw new IllegalStateException("no operator is a loop");
        }
    }

    /// The written gradient against central differences of the reference, with a random cotangent.
    @ParameterizedTest
    @MethodSource("examples")
    void gradientEqualsCentralDifferences(Example example) {
        if (!type(example).isFloat() || example.op().whyNoGradient().isPresent()) {
            return;
        }
        var test = new Reference();
        var inputs = example.inputs(1);
        var operands = new ArrayList<Expr>();
        for (int k = 0; k < inputs.size(); k++) {
            operands.add(test.input(example.operands().get(k), inputs.get(k)));
        }
        var y = Expr.call(test.graph(), example.op(), operands);
        var random = new Random(2);
        var cotangent = NdArray.generate(y.shape(), i -> random.nextGaussian());
        var dy = test.input(y.type(), cotangent);
        var gradients = example.op().gradient(vjp(test, operands, y, dy));
        assertEquals(operands.size(), gradients.size());
        for (int k = 0; k < operands.size(); k++) {
            if (example.operands().get(k).isFloat()) {
                var expected = centralDifferences(example, inputs, k, cotangent);
                var actual =
                        gradients.get(k).isPresent()
                                ? test.value(new Expr(test.graph(), gradients.get(k).getAsInt()))
                                : NdArray.filled(expected.shape(), 0);
                assertNear(expected, actual, 2e-7, "gradient of operand " + k);
            }
        }
    }

    private static Op.Vjp vjp(Reference test, List<Expr> operands, Expr y, Expr dy) {
        return new Op.Vjp(
                test.graph(), operands.stream().map(Expr::value).toList(), y.value(), dy.value());
    }

    private static NdArray centralDifferences(
            Example example, List<NdArray> inputs, int operand, NdArray dy) {
        var x = inputs.get(operand);
        var gradient = new double[x.size()];
        for (int i = 0; i < gradient.length; i++) {
            double above = weighted(example, moved(inputs, operand, i, STEP), dy);
            double below = weighted(example, moved(inputs, operand, i, -STEP), dy);
            gradient[i] = (above - below) / (2 * STEP);
        }
        return new NdArray(x.shape(), gradient);
    }

    private static List<NdArray> moved(List<NdArray> inputs, int operand, int element, double by) {
        var x = inputs.get(operand);
        var data = x.data().clone();
        data[element] += by;
        var moved = new ArrayList<>(inputs);
        moved.set(operand, new NdArray(x.shape(), data));
        return moved;
    }

    private static double weighted(Example example, List<NdArray> inputs, NdArray dy) {
        var products = example.op().eval(inputs, type(example)).zip(dy, (a, b) -> a * b);
        double sum = 0;
        for (double product : products.data()) {
            sum += product;
        }
        return sum;
    }

    private static TensorType type(Example example) {
        return example.op().type(example.operands());
    }

    private static NdArray evaluate(Example example) {
        return example.op().eval(example.inputs(1), type(example));
    }
}
