package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// C3: gradients inside of models. Steps of 0.1 along the sign of the gradient mislead a network
/// that reads digits, the same steps at random do not; without its 20 most salient pixels a picture
/// is not read any more, without as many bright ones at random it is; the energy of a pendulum
/// along a learned Hamiltonian stays, along a field learned from the same data it drifts. (The
/// gradient penalty of the row is in G2.)
@AutoService(Family.class)
public final class Attacks implements Family {
    private static final int TRAINING = 2000;
    private static final int TEST = 300;
    private static final int BATCH = 50;
    private static final int STEPS = 200;
    private static final int SWINGS = 1500;

    @Override
    public String row() {
        return "C3";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("attacks");
        var claims = new ArrayList<>(digits(compiled));
        claims.addAll(swings(compiled));
        return claims;
    }

    private static List<Claim> digits(Compiled compiled) throws ReflectiveOperationException {
        try (var program = compiled.train("Digits", 1)) {
            Digits.train(program, TRAINING, BATCH, STEPS);
            var values = program.evaluate(Digits.test(program, TEST));
            return List.of(
                    Claim.above("digits, accuracy", values[1], 0.8),
                    Claim.below("attacked, accuracy", values[2], 0.4),
                    Claim.above("moved as far at random, accuracy", values[3], 0.75),
                    Claim.below(
                            "without salient pixels, certainty over that before",
                            values[5] / values[4],
                            0.4),
                    Claim.above("without others as bright, the same", values[6] / values[4], 0.75));
        }
    }

    private static List<Claim> swings(Compiled compiled) throws ReflectiveOperationException {
        try (var program = compiled.train("Learn", 1)) {
            var random = new Random(3);
            for (int step = 0; step < SWINGS; step++) {
                program.step(List.of(places(random), places(random)), 1, step);
            }
            var swings = compiled.model("Swings", 1).learned(program, "");
            var q = Tensor.of(new float[] {1, 1.5f, 2}, 3, 1);
            var energies = swings.parts("apply", q, Tensor.of(new float[3], 3, 1));
            double hamiltonian = drift(energies.part("hamiltonian"));
            return List.of(
                    Claim.below("Hamiltonian network, drift of energy", hamiltonian, 0.15),
                    Claim.above(
                            "drift of a plain field over that",
                            drift(energies.part("plain")) / hamiltonian,
                            2));
        }
    }

    private static Tensor places(Random random) {
        var places = random.doubles(BATCH, -2.2, 2.2).toArray();
        return Tensor.of(Numbers.floats(places), BATCH, 1);
    }

    /// The mean size of what the energies at the end of three swings are off those at the start.
    private static double drift(Tensor energies) {
        var e = Numbers.doubles(energies);
        double sum = 0;
        for (int n = 0; n < 3; n++) {
            sum += Math.abs(e[e.length - 3 + n] - e[n]);
        }
        return sum / 3;
    }
}
