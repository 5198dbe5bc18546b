package dev.dnet.testing;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.Mark;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Holds each gradient by an input against central differences in float64 along a random direction.
/// Where the slopes on the two sides differ there is no derivative, and nothing is compared.
/// Forward mode along the direction has to agree everywhere.
final class GradientCheck {
    private static final double STEP = 1e-5;
    private static final double SMOOTH = 1e-3;
    private static final double CLOSE = 1e-5;
    private static final double EQUAL = 1e-9;
    private static final String DIRECTION = "a direction";

    private final Sample sample;
    private final Random random;

    /// What came of the gradients of one program.
    record Result(int compared, int notSmooth, Optional<String> problem) {}

    private GradientCheck(Sample sample) {
        this.sample = sample;
        this.random = new Random(sample.seed());
    }

    static Result check(Sample sample) {
        return new GradientCheck(sample).run();
    }

    private Result run() {
        int compared = 0;
        int notSmooth = 0;
        for (var instr : sample.graph().instrs()) {
            if (instr.op() instanceof Grad
                    && sample.graph().instr(instr.args().get(1)).op() instanceof Input x) {
                var sides = compare(instr.args().getFirst(), instr.args().get(1), x);
                if (sides.isWrong()) {
                    return new Result(
                            compared, notSmooth, Optional.of("by " + x.path() + ": " + sides));
                }
                compared += sides.isSmooth() ? 1 : 0;
                notSmooth += sides.isSmooth() ? 0 : 1;
            }
        }
        return new Result(compared, notSmooth, Optional.empty());
    }

    /// The slopes to the left and to the right, and the derivative that the graph computes.
    private record Sides(
            double left, double right, double derivative, double forward, double size) {
        boolean isSmooth() {
            return Math.abs(left - right) <= SMOOTH * (1 + Math.abs(left));
        }

        boolean isWrong() {
            return !isForwardEqual() || isFarFromCentral();
        }

        /// A NaN or an infinity is compared with nothing.
        private boolean isForwardEqual() {
            return !Double.isFinite(derivative)
                    || Math.abs(forward - derivative) <= EQUAL * (1 + size + Math.abs(derivative));
        }

        private boolean isFarFromCentral() {
            double central = (left + right) / 2;
            return isSmooth()
                    && !(Math.abs(central - derivative) <= CLOSE * (1 + size + Math.abs(central)));
        }
    }

    private Sides compare(int y, int position, Input x) {
        var at = Optional.ofNullable(sample.inputs().get(x.path())).orElseThrow();
        var direction = at.map(v -> random.nextDouble(-1, 1));
        var graph = with(y, position);
        double middle = run(graph, x, at, direction, 0).result("y").at();
        double left = run(graph, x, at, direction, -STEP).result("y").at();
        double right = run(graph, x, at, direction, STEP).result("y").at();
        var outcome = run(graph, x, at, direction, 0);
        var gradient = outcome.result("g");
        double derivative = 0;
        for (int i = 0; i < at.size(); i++) {
            derivative += gradient.data()[i] * direction.data()[i];
        }
        return new Sides(
                (middle - left) / STEP,
                (right - middle) / STEP,
                derivative,
                outcome.result("forward").at(),
                Math.abs(middle));
    }

    private Graph with(int y, int x) {
        int grad = 0;
        for (int i = 0; i < sample.graph().size(); i++) {
            var instr = sample.graph().instr(i);
            grad = instr.op() instanceof Grad && instr.args().equals(List.of(y, x)) ? i : grad;
        }
        var builder = GraphBuilder.continuing(sample.graph());
        builder.output(Output.Kind.RESULT, "y", y);
        builder.output(Output.Kind.RESULT, "g", grad);
        builder.output(
                Output.Kind.RESULT,
                "forward",
                forward(new Expr(builder, y), new Expr(builder, x)).value());
        var graph = builder.build();
        return switch (Autodiff.differentiate(graph)) {
            case Differentiated.Done d -> d.graph();
            case Differentiated.Refused r -> throw new IllegalStateException(r.toString());
        };
    }

    /// The derivative, by the cotangent, of the product of reverse mode with the direction.
    private static Expr forward(Expr y, Expr x) {
        var graph = y.graph();
        var cotangent = Formulas.like(y, 0).call(new Mark());
        var back = Formulas.mul(y, cotangent).call(new Grad(), x);
        var input = new Input(Input.Role.ARGUMENT, DIRECTION, x.type());
        var product = Formulas.mul(back, new Expr(graph, graph.add(input)));
        var axes = IntStream.range(0, x.rank()).boxed().toList();
        return Formulas.sum(product, axes).call(new Grad(), cotangent);
    }

    private Interpreter.Outcome run(
            Graph graph, Input x, NdArray at, NdArray direction, double step) {
        Map<String, NdArray> inputs = new HashMap<>(sample.inputs());
        inputs.put(x.path(), at.zip(direction, (a, d) -> a + step * d));
        inputs.put(DIRECTION, direction);
        return Interpreter.run(graph, inputs);
    }
}
