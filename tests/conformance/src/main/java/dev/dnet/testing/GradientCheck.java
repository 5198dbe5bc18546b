package dev.dnet.testing;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.ir.Grad;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Holds each gradient by an input against central differences in float64 along a random direction.
/// Where the slopes on the two sides differ there is no derivative, and nothing is compared.
final class GradientCheck {
    private static final double STEP = 1e-5;
    private static final double SMOOTH = 1e-3;
    private static final double CLOSE = 1e-5;

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
    private record Sides(double left, double right, double derivative, double size) {
        boolean isSmooth() {
            return Math.abs(left - right) <= SMOOTH * (1 + Math.abs(left));
        }

        boolean isWrong() {
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
        var gradient = run(graph, x, at, direction, 0).result("g");
        double derivative = 0;
        for (int i = 0; i < at.size(); i++) {
            derivative += gradient.data()[i] * direction.data()[i];
        }
        return new Sides(
                (middle - left) / STEP, (right - middle) / STEP, derivative, Math.abs(middle));
    }

    private Graph with(int y, int x) {
        int grad = 0;
        for (int i = 0; i < sample.graph().size(); i++) {
            var instr = sample.graph().instr(i);
            grad = instr.op() instanceof Grad && instr.args().equals(List.of(y, x)) ? i : grad;
        }
        var outputs =
                List.of(
                        new Output(Output.Kind.RESULT, "y", y),
                        new Output(Output.Kind.RESULT, "g", grad));
        var graph = new Graph(sample.graph().name(), sample.graph().instrs(), outputs);
        return switch (Autodiff.differentiate(graph)) {
            case Differentiated.Done d -> d.graph();
            case Differentiated.Refused r -> throw new IllegalStateException(r.toString());
        };
    }

    private Interpreter.Outcome run(
            Graph graph, Input x, NdArray at, NdArray direction, double step) {
        Map<String, NdArray> inputs = new HashMap<>(sample.inputs());
        inputs.put(x.path(), at.zip(direction, (a, d) -> a + step * d));
        return Interpreter.run(graph, inputs);
    }
}
