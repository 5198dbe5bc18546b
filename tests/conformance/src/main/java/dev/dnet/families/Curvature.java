package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// KFAC beside SGD on digits, the natural gradient beside a closed form.
final class Curvature {
    private static final int PICTURES = 4000;
    private static final int BATCH = 250;
    private static final int STEPS = 48;
    private static final int FEW = 16;
    private static final int TEST = 1000;
    private static final int NUMBERS = 500;
    private static final List<String> RATES = List.of("0.1", "0.3", "1");

    private Curvature() {}

    static List<Claim> claims() throws Exception {
        var compiled = Compiled.of("curvature");
        var claims = new ArrayList<>(race(compiled, FEW));
        claims.add(natural(compiled));
        return claims;
    }

    static List<Claim> atLength() throws Exception {
        return race(Compiled.of("curvature"), STEPS);
    }

    private static List<Claim> race(Compiled compiled, int steps)
            throws ReflectiveOperationException {
        try (var program = compiled.train("Race", 1)) {
            Digits.train(program, PICTURES, BATCH, steps);
            var losses = program.evaluate(Digits.test(program, TEST));
            var claims = new ArrayList<Claim>();
            for (int k = 1; k < losses.length - 1; k++) {
                claims.add(
                        Claim.below(
                                "kfac after %d steps, loss as a share of SGD's with rate %s"
                                        .formatted(steps, RATES.get(k - 1)),
                                losses[1] / losses[k + 1],
                                1));
            }
            return claims;
        }
    }

    /// Of normal numbers, mean and logarithm of the deviation are known.
    private static Claim natural(Compiled compiled) throws ReflectiveOperationException {
        var random = new Random(2);
        var y = Arrays.stream(Numbers.normal(random, NUMBERS)).map(z -> 5 + 0.3 * z).toArray();
        double mean = Arrays.stream(y).average().orElseThrow();
        double variance =
                Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        var found = compiled.model("Methods", 1).call("normal_of", Tensor.of(y, NUMBERS), 1L);
        return Claim.below(
                "natural gradient, error of mean and deviation",
                Numbers.apart(new double[] {mean, Math.log(variance) / 2}, found),
                1e-3);
    }
}
