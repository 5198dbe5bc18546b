package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/// B7: the digits 0 to 4, then 5 to 9, by the same five outputs. The first task is forgotten, less
/// so with elastic weights.
@AutoService(Family.class)
public final class Forgetting implements Family {
    private static final int PICTURES = 1500;
    private static final int BATCH = 50;
    private static final int STEPS = 120;
    private static final int WEIGHED = 200;
    private static final int OUTPUTS = 5;
    private static final List<String> LEARNED = List.of("f1.w", "f1.b", "f2.w", "f2.b");

    @Override
    public String row() {
        return "B7";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("continual");
        var plain = accuracies(compiled, "Plain");
        var elastic = accuracies(compiled, "Elastic");
        return List.of(
                Claim.above("first task when it is learned, " + plain, plain.first(), 0.85),
                Claim.above("second task when it is learned, the same", plain.second(), 0.85),
                Claim.below("first task then, the same", plain.left(), plain.first() - 0.15),
                Claim.above("second task, elastic, " + elastic, elastic.second(), 0.75),
                Claim.above(
                        "share of what was forgotten that elastic weights keep",
                        (elastic.left() - plain.left()) / (plain.first() - plain.left()),
                        0.3));
    }

    /// Accuracies on new pictures, by task: when the first is learned, and when the second is too.
    private record Accuracies(double first, double unlearned, double left, double second) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "tasks 1 and 2: %.3f %.3f, then %.3f %.3f",
                    first,
                    unlearned,
                    left,
                    second);
        }
    }

    private static Accuracies accuracies(Compiled compiled, String name)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var test = Digits.test(program, 1000);
            var one = Task.of(test, 0);
            var other = Task.of(test, OUTPUTS);
            var pictures = Digits.learned(program, PICTURES);
            Task.of(pictures, 0).learn(program, BATCH, STEPS);
            double first = one.accuracy(program);
            double unlearned = other.accuracy(program);
            if (name.equals("Elastic")) {
                weigh(compiled, program, Task.of(pictures, 0));
            }
            Task.of(pictures, OUTPUTS).learn(program, BATCH, STEPS);
            return new Accuracies(first, unlearned, one.accuracy(program), other.accuracy(program));
        }
    }

    /// Tells the program what the first task needs: the squares of gradients of single examples.
    private static void weigh(Compiled compiled, TrainProgram program, Task task)
            throws ReflectiveOperationException {
        try (var squares = compiled.train("Matters", 1)) {
            for (var path : LEARNED) {
                var learned = Quadratic.variable(program, "net." + path);
                Quadratic.variable(squares, "net." + path).copyFrom(learned);
                Quadratic.variable(program, "net." + path + "_was").copyFrom(learned);
            }
            task.learn(squares, 1, WEIGHED);
            for (var path : LEARNED) {
                var sums = Quadratic.variable(squares, "squares.sum/net." + path);
                var means = Numbers.doubles(sums);
                for (int i = 0; i < means.length; i++) {
                    means[i] /= WEIGHED;
                }
                Quadratic.variable(program, "net." + path + "_matters")
                        .copyFrom(Tensor.of(Numbers.floats(means), sums.shape()));
            }
        }
    }

    /// Pictures of five digits, and which of the five each is.
    private record Task(List<float[]> pictures, List<Integer> labels) {

        static Task of(List<Tensor> all, int from) {
            var labels = Numbers.doubles(all.getLast());
            var chosen =
                    IntStream.range(0, labels.length)
                            .filter(n -> labels[n] >= from && labels[n] < from + OUTPUTS)
                            .boxed()
                            .toList();
            var pixels = Numbers.floats(Numbers.doubles(all.getFirst()));
            int size = pixels.length / labels.length;
            return new Task(
                    chosen.stream()
                            .map(n -> Arrays.copyOfRange(pixels, n * size, (n + 1) * size))
                            .toList(),
                    chosen.stream().map(n -> (int) labels[n] - from).toList());
        }

        void learn(TrainProgram program, int batch, int steps) {
            var random = new Random(3);
            for (int step = 0; step < steps; step++) {
                var some = random.ints(batch, 0, labels.size()).toArray();
                program.step(batch(some), 1, step);
            }
        }

        double accuracy(TrainProgram program) {
            return program.evaluate(batch(IntStream.range(0, labels.size()).toArray()))[1];
        }

        private List<Tensor> batch(int... numbers) {
            int size = pictures.getFirst().length;
            var x = new float[numbers.length * size];
            for (int i = 0; i < numbers.length; i++) {
                System.arraycopy(pictures.get(numbers[i]), 0, x, i * size, size);
            }
            var y = IntStream.of(numbers).map(labels::get).toArray();
            return List.of(Tensor.of(x, numbers.length, 1, 28, 28), Tensor.of(y, numbers.length));
        }
    }
}
