package dev.dnet.families;

import com.google.auto.service.AutoService;

import java.util.ArrayList;
import java.util.List;

/// E3: language models of all kinds on the bytes of a text, in bits per character of a part that
/// they were not trained with, and how they write. The counts of pairs are what the networks that
/// know the order have to beat.
@AutoService(Family.class)
public final class LanguageModels implements Family {
    static final int LENGTH = 48;
    private static final int BATCH = 16;
    private static final int STEPS = 250;
    static final int WINDOWS = 64;

    @Override
    public String row() {
        return "E3";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Claim> measure() throws Exception {
        var small = Compiled.of("writing");
        var compiled = Compiled.of("language");
        var text = LanguageText.find();
        var counts = NgramCounts.of(small, text);
        var claims = new ArrayList<>(counts.claims());
        double pairs = counts.pairs();
        claims.addAll(new Decoding(small).claims());
        claims.add(learned(compiled, text, "Bag", STEPS, counts.single()));
        claims.add(learned(compiled, text, "Convolve", STEPS, pairs));
        claims.add(learned(compiled, text, "Attend", STEPS, pairs));
        claims.addAll(recurrent(compiled, text, pairs));
        return claims;
    }

    private static Claim learned(
            Compiled compiled, LanguageText text, String name, int steps, double bound)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            text.train(program, LENGTH, BATCH, steps);
            double bits = program.evaluate(List.of(text.test(LENGTH, WINDOWS)))[1];
            return Claim.below(name + ", bits per character of " + text.name(), bits, bound);
        }
    }

    /// The recurrent network, its perplexity, and what it writes behind a newline.
    private static List<Claim> recurrent(Compiled compiled, LanguageText text, double bound)
            throws ReflectiveOperationException {
        try (var program = compiled.train("Recur", 1)) {
            text.train(program, LENGTH, BATCH, STEPS);
            var values = program.evaluate(List.of(text.test(LENGTH, WINDOWS)));
            var writer = compiled.model("Recurrent", 1).learned(program, "net");
            return List.of(
                    Claim.below("Recur, bits per character of " + text.name(), values[1], bound),
                    Claim.below(
                            "perplexity, error against exp of the mean loss",
                            Math.abs(values[2] / Math.exp(values[0]) - 1),
                            1e-5),
                    Decoding.deterministic(writer),
                    Decoding.beamOverGreedy(writer),
                    Decoding.beamScore(writer));
        }
    }
}
