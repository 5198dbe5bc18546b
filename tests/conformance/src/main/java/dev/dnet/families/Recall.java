package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// The part of E5 that remembers: attention that knows distances against its definition in float64,
/// and memories that are told four pairs and asked for one. Chance is right in one of ten.
record Recall(Compiled compiled) {
    private static final int PLACES = 5;
    private static final int WIDTH = 4;
    private static final int PAIRS = 4;
    private static final int BATCH = 32;

    List<Claim> claims() throws ReflectiveOperationException {
        var model = compiled.model("Relative", 1);
        return List.of(
                Claim.below("relative, error against float64", error(model, false), 1e-12),
                Claim.below("relative and causal, error", error(model, true), 1e-12),
                Claim.above("memory network, answers right", right("Remember", 200), 0.95));
    }

    Claim written() throws ReflectiveOperationException {
        return Claim.above("written memory, answers right", right("Write", 500), 0.8);
    }

    private static double error(ModelObject model, boolean causal)
            throws ReflectiveOperationException {
        var random = new Random(3);
        var q = Numbers.normal(random, 2 * PLACES * WIDTH);
        var k = Numbers.normal(random, 2 * PLACES * WIDTH);
        var v = Numbers.normal(random, 2 * PLACES * 3);
        var far = Numbers.normal(random, (2 * PLACES - 1) * WIDTH);
        var wanted = new double[v.length];
        for (int row = 0; row < 2 * PLACES; row++) {
            int first = row / PLACES * PLACES;
            int last = causal ? row : first + PLACES - 1;
            double total = 0;
            var found = new double[3];
            for (int s = first; s <= last; s++) {
                double score = 0;
                for (int d = 0; d < WIDTH; d++) {
                    int distance = row - s + PLACES - 1;
                    score += q[row * WIDTH + d] * (k[s * WIDTH + d] + far[distance * WIDTH + d]);
                }
                double weight = Math.exp(score / Math.sqrt(WIDTH));
                total += weight;
                for (int d = 0; d < 3; d++) {
                    found[d] += weight * v[s * 3 + d];
                }
            }
            for (int d = 0; d < 3; d++) {
                wanted[row * 3 + d] = found[d] / total;
            }
        }
        var got =
                model.call(
                        causal ? "causal" : "all",
                        Tensor.of(q, 2, 1, PLACES, WIDTH),
                        Tensor.of(k, 2, 1, PLACES, WIDTH),
                        Tensor.of(v, 2, 1, PLACES, 3),
                        Tensor.of(far, 2 * PLACES - 1, WIDTH));
        return Numbers.apart(wanted, got);
    }

    private double right(String name, int steps) throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var random = new Random(4);
            for (int step = 0; step < steps; step++) {
                program.step(batch(random, BATCH), 1, step);
            }
            return program.evaluate(batch(random, 500))[1];
        }
    }

    /// Pairs of keys, which differ, and values; one of the keys, and its value.
    private static List<Tensor> batch(Random random, int count) {
        var pairs = new int[count * 2 * PAIRS];
        var asked = new int[count];
        var answers = new int[count];
        for (int n = 0; n < count; n++) {
            var keys = new ArrayList<>(IntStream.range(0, 10).boxed().toList());
            Collections.shuffle(keys, random);
            int chosen = random.nextInt(PAIRS);
            for (int m = 0; m < PAIRS; m++) {
                pairs[n * 2 * PAIRS + m] = keys.get(m);
                pairs[(n * 2 + 1) * PAIRS + m] = random.nextInt(10);
            }
            asked[n] = keys.get(chosen);
            answers[n] = pairs[(n * 2 + 1) * PAIRS + chosen];
        }
        return List.of(
                Tensor.of(pairs, count, 2, PAIRS),
                Tensor.of(asked, count),
                Tensor.of(answers, count));
    }
}
