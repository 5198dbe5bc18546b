package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// E2: gradients through time. The error of h(t) = w s(h(t-1)) + b has a cliff, over which plain
/// descent jumps and clipped descent does not; truncation lets the state go on; through orthogonal
/// weights gradients keep their length, and through others where a regulariser asks for it.
@AutoService(Family.class)
public final class Explosions implements Family {
    private static final int POINTS = 400;
    private static final int STEPS = 400;
    private static final int STREAMS = 16;
    private static final int SEGMENT = 5;
    private static final int DELAY = 3;
    private static final int ECHOES = 200;

    @Override
    public String row() {
        return "E2";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("exploding");
        var falls = Descent.of(compiled, "Falls");
        var holds = Descent.of(compiled, "Holds");
        var lengths = compiled.model("Lengths", 1).parts("apply", Tensor.of(new float[1], 1));
        return List.of(
                Claim.above("cliff, steepest slope over the median one", cliff(compiled), 100),
                Claim.above("without clipping, longest step", falls.longest(), 0.5),
                Claim.below("clipped, longest step", holds.longest(), 0.03),
                Claim.below("clipped, error at the end", holds.error(), 0.01),
                Claim.below("truncated, error of an echo", echo(compiled, "Carried"), 0.1),
                Claim.above("the same without its state", echo(compiled, "Forgotten"), 0.4),
                Claim.below(
                        "orthogonal weights, gradient through 100 steps off by",
                        Math.abs(lengths.number("orthogonal") - 1),
                        1e-4),
                Claim.below("normal weights, gradient left", lengths.number("gaussian"), 1e-2));
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        var compiled = Compiled.of("exploding");
        return List.of(
                Claim.below(
                        "norms preserved, gradient through 19 turns off by a factor of",
                        factor(left(compiled, "Preserved")),
                        20),
                Claim.above("the same unpreserved", factor(left(compiled, "Unpreserved")), 1000));
    }

    /// After training to echo the first of twenty numbers: the gradient by the first state as a
    /// share of that by the last.
    private static double left(Compiled compiled, String name) throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var random = new Random(6);
            for (int step = 0; step < ECHOES; step++) {
                program.step(List.of(noise(random)), 1, step);
            }
            return program.evaluate(List.of(noise(random)))[2];
        }
    }

    private static double factor(double share) {
        return Math.max(share, 1 / share);
    }

    private static Tensor noise(Random random) {
        return Tensor.of(Numbers.floats(Numbers.normal(random, 32 * 20)), 32, 20);
    }

    /// Along a line of b at w = 4.5.
    private static double cliff(Compiled compiled) throws ReflectiveOperationException {
        var w = new double[POINTS];
        var b = new double[POINTS];
        Arrays.fill(w, 4.5);
        Arrays.setAll(b, i -> -3 + 0.004 * i);
        var slopes =
                Numbers.doubles(
                        compiled.model("Cliff", 1)
                                .call("slope", Tensor.of(w, POINTS), Tensor.of(b, POINTS)));
        Arrays.sort(slopes);
        return slopes[POINTS - 1] / slopes[POINTS / 2];
    }

    /// How a descent went: its longest step, and its error at the end.
    private record Descent(double longest, double error) {

        static Descent of(Compiled compiled, String name) throws ReflectiveOperationException {
            var none = List.of(Tensor.of(new float[1], 1));
            try (var program = compiled.train(name, 1)) {
                double longest = 0;
                for (int step = 0; step < STEPS; step++) {
                    double w = number(program, "net.w");
                    double b = number(program, "net.b");
                    program.step(none, 1, step);
                    double by =
                            Math.hypot(number(program, "net.w") - w, number(program, "net.b") - b);
                    longest = Math.max(longest, by);
                }
                return new Descent(longest, program.evaluate(none)[0]);
            }
        }

        private static double number(TrainProgram program, String path) {
            return Quadratic.variable(program, path).valueAt(0);
        }
    }

    /// The mean error of the last segments of endless noise, which is to be said again three steps
    /// later. To know nothing of what was before a segment leaves three fifths of its variance, 1.
    private static double echo(Compiled compiled, String name) throws ReflectiveOperationException {
        var random = new Random(7);
        var before = new float[STREAMS][DELAY];
        double sum = 0;
        try (var program = compiled.train(name, 1)) {
            for (int step = 0; step < 3 * STEPS; step++) {
                double error = program.step(segment(random, before), 1, step);
                sum += step >= 2 * STEPS ? error / STEPS : 0;
            }
        }
        return sum;
    }

    private static List<Tensor> segment(Random random, float[][] before) {
        var x = new float[STREAMS * SEGMENT];
        var y = new float[STREAMS * SEGMENT];
        for (int n = 0; n < STREAMS; n++) {
            var line = Arrays.copyOf(before[n], DELAY + SEGMENT);
            for (int t = 0; t < SEGMENT; t++) {
                line[DELAY + t] = (float) random.nextGaussian();
            }
            System.arraycopy(line, DELAY, x, n * SEGMENT, SEGMENT);
            System.arraycopy(line, 0, y, n * SEGMENT, SEGMENT);
            before[n] = Arrays.copyOfRange(line, SEGMENT, SEGMENT + DELAY);
        }
        return List.of(Tensor.of(x, 1, STREAMS, SEGMENT), Tensor.of(y, 1, STREAMS, SEGMENT));
    }
}
