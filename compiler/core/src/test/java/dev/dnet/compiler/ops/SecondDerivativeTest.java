package dev.dnet.compiler.ops;

import static dev.dnet.compiler.ops.Near.assertNear;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Expr;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Gradients differentiate as well: the gradient of a projection of each gradient, against central
/// differences of it.
class SecondDerivativeTest {
    private static final double STEP = 1e-5;

    static Stream<Named<Example>> examples() {
        return OperatorsTest.examples().filter(e -> isTried(e.getPayload()));
    }

    /// One shape of each operator is enough here.
    private static boolean isTried(Example example) {
        return example.op().type(example.operands()).isFloat()
                && example.op().whyNoGradient().isEmpty()
                && example.operands().stream().anyMatch(t -> t.isFloat())
                && example.operands().stream().allMatch(t -> t.shape().elements().value() <= 60);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void gradientOfTheGradient(Example example) {
        for (int k = 0; k < example.operands().size(); k++) {
            if (example.operands().get(k).isFloat()) {
                new Twice(example, k).check();
            }
        }
    }

    /// `s = Σ v · ∂(Σ w · op(x)) / ∂xₖ` and its gradient by `xₖ`, as outputs of one graph.
    private static final class Twice {
        private final Example example;
        private final int operand;
        private final Graph graph;
        private final List<NdArray> inputs = new ArrayList<>();
        private final Random random = new Random(3);

        Twice(Example example, int operand) {
            this.example = example;
            this.operand = operand;
            var test = new Reference();
            var x = new ArrayList<Expr>();
            var values = example.inputs(1);
            for (int k = 0; k < values.size(); k++) {
                inputs.add(values.get(k));
                x.add(test.input(example.operands().get(k), values.get(k)));
            }
            var y = Expr.call(test.graph(), example.op(), x);
            var first = gradient(projected(test, y), x.get(operand));
            var s = projected(test, first);
            test.graph().output(Output.Kind.RESULT, "s", s.value());
            test.graph().output(Output.Kind.RESULT, "second", gradient(s, x.get(operand)).value());
            graph =
                    assertInstanceOf(
                                    Differentiated.Done.class,
                                    Autodiff.differentiate(test.graph().build()))
                            .graph();
        }

        /// The sum of all elements with random weights.
        private Expr projected(Reference test, Expr x) {
            var weights = NdArray.generate(x.shape(), i -> random.nextGaussian());
            inputs.add(weights);
            var product = Formulas.mul(x, test.input(x.type(), weights));
            return Formulas.sum(product, IntStream.range(0, x.rank()).boxed().toList());
        }

        private static Expr gradient(Expr y, Expr x) {
            return y.call(new Grad(), x);
        }

        void check() {
            var x = inputs.get(operand);
            var expected = new double[x.size()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (projection(i, STEP) - projection(i, -STEP)) / (2 * STEP);
            }
            var actual = Reference.value(graph, inputs, graph.outputs().get(1).value());
            assertNear(
                    new NdArray(x.shape(), expected),
                    actual,
                    1e-6,
                    example.op() + ", second derivative by operand " + operand);
        }

        private double projection(int element, double by) {
            var x = inputs.get(operand);
            var data = x.data().clone();
            data[element] += by;
            var moved = new ArrayList<>(inputs);
            moved.set(operand, new NdArray(x.shape(), data));
            return Reference.value(graph, moved, graph.outputs().get(0).value()).data()[0];
        }
    }
}
