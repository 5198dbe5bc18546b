package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// E1: recurrent networks of all kinds, on palindromes whose last digit is to be told from the 1 to
/// 10 digits before it. A network that does not remember the first digit is right in one of ten.
@AutoService(Family.class)
public final class Palindromes implements Family {
    private static final int LONGEST = 10;
    private static final int BATCH = 32;
    private static final int TEST = 200;
    private static final double ASKED = 0.9;

    private static final int STEPS = 350;

    @Override
    public String row() {
        return "E1";
    }

    @Override
    public List<Claim> measure() throws Exception {
        return List.of(claim(Compiled.of("palindrome"), "LongShortTerm", STEPS));
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        var compiled = Compiled.of("palindrome");
        var scales = Compiled.of("scales");
        return List.of(
                claim(compiled, "Simple", 1500),
                claim(compiled, "Gated", STEPS),
                claim(compiled, "Multiplicative", STEPS),
                claim(compiled, "Layers", STEPS),
                claim(compiled, "BothWays", STEPS),
                claim(scales, "Clocks", STEPS),
                claim(scales, "Grid", STEPS),
                claim(scales, "Tree", STEPS));
    }

    private static Claim claim(Compiled compiled, String name, int steps)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var random = new Random(2);
            for (int step = 0; step < steps; step++) {
                program.step(batch(random, 1, LONGEST, BATCH), 1, step);
            }
            double least = 1;
            for (int length = 1; length <= LONGEST; length++) {
                var test = batch(random, length, length, TEST);
                least = Math.min(least, program.evaluate(test)[1]);
            }
            return Claim.above(name + ", least accuracy of a length", least, ASKED);
        }
    }

    /// Palindromes without their last digit, of these lengths, at the right; and that digit.
    private static List<Tensor> batch(Random random, int shortest, int longest, int count) {
        var digits = new int[count * LONGEST];
        var labels = new int[count];
        Arrays.fill(digits, -1);
        for (int n = 0; n < count; n++) {
            int length = random.nextInt(shortest, longest + 1);
            int begin = (n + 1) * LONGEST - length;
            for (int i = 0; i < length; i++) {
                int mirrored = length - i;
                digits[begin + i] = mirrored < i ? digits[begin + mirrored] : random.nextInt(10);
            }
            labels[n] = digits[begin];
        }
        return List.of(Tensor.of(digits, count, LONGEST), Tensor.of(labels, count));
    }
}
