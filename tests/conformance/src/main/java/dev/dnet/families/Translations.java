package dev.dnet.families;

import com.google.auto.service.AutoService;

import java.util.List;
import java.util.Random;

/// E4: an encoder and a decoder with attention, and a transformer, translate the numbers up to 999
/// from English words to German ones, word for word by what they said before, and are tested on
/// those that they were not taught.
@AutoService(Family.class)
public final class Translations implements Family {
    private static final int BATCH = 32;
    private static final double ASKED = 0.95;

    @Override
    public String row() {
        return "E4";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("numbers");
        return List.of(
                Claim.above("recurrent, exact", exact(compiled, "Attending", 300), ASKED),
                Claim.above("transformer, exact", exact(compiled, "Transforming", 150), ASKED));
    }

    private static double exact(Compiled compiled, String name, int steps)
            throws ReflectiveOperationException {
        var numbers = new NumberWords();
        try (var program = compiled.train(name, 1)) {
            var random = new Random(2);
            for (int step = 0; step < steps; step++) {
                program.step(numbers.some(random, BATCH), 1, step);
            }
            return program.evaluate(numbers.others())[1];
        }
    }
}
