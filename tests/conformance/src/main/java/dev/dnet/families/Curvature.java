package dev.dnet.families;

import java.util.ArrayList;
import java.util.List;

/// KFAC beside SGD on digits.
final class Curvature {
    private static final int PICTURES = 4000;
    private static final int BATCH = 250;
    private static final int STEPS = 48;
    private static final int TEST = 1000;
    private static final List<String> RATES = List.of("0.1", "0.3", "1");

    private Curvature() {}

    static List<Claim> claims() throws Exception {
        var compiled = Compiled.of("curvature");
        return race(compiled);
    }

    private static List<Claim> race(Compiled compiled) throws ReflectiveOperationException {
        try (var program = compiled.train("Race", 1)) {
            Digits.train(program, PICTURES, BATCH, STEPS);
            var losses = program.evaluate(Digits.test(program, TEST));
            var claims = new ArrayList<Claim>();
            for (int k = 1; k < losses.length - 1; k++) {
                claims.add(
                        Claim.below(
                                "kfac after %d steps, loss as a share of SGD's with rate %s"
                                        .formatted(STEPS, RATES.get(k - 1)),
                                losses[1] / losses[k + 1],
                                1));
            }
            return claims;
        }
    }
}
