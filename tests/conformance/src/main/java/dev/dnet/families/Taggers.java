package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/// E6: conditional random fields against brute force in float64, and what taggers and readers of
/// made texts get right.
@AutoService(Family.class)
public final class Taggers implements Family {
    private static final int BATCH = 32;
    private static final int TEST = 300;
    private static final double CLOSE = 1e-12;

    @Override
    public String row() {
        return "E6";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var compiled = Compiled.of("tagging");
        var random = new Random(3);
        var lines =
                new Lines(
                        Numbers.normal(random, Lines.STEPS * Lines.BATCH * Lines.TAGS),
                        Numbers.normal(random, Lines.TAGS * Lines.TAGS));
        var field = compiled.model("Field", 1);
        var scores = Tensor.of(lines.scores(), Lines.STEPS, Lines.BATCH, Lines.TAGS);
        var moves = Tensor.of(lines.moves(), Lines.TAGS, Lines.TAGS);
        var tags = Tensor.of(Lines.tags(100, 200), Lines.STEPS, Lines.BATCH);
        return List.of(
                Claim.below(
                        "log-partition, error against brute force",
                        Numbers.apart(lines.partition(), field.call("partition", scores, moves)),
                        CLOSE),
                Claim.below(
                        "its slope, error against differences",
                        Numbers.apart(slopes(lines), field.call("slope", scores, moves)),
                        1e-9),
                Claim.below(
                        "score of a line, error against brute force",
                        Numbers.apart(
                                lines.scoresOf(100, 200), field.call("score", scores, moves, tags)),
                        CLOSE),
                Claim.below(
                        "Viterbi, error against brute force",
                        Numbers.apart(lines.best(), field.call("best", scores, moves)),
                        CLOSE),
                right(compiled, "Tag", "BiLSTM-CRF, sentences all right", 60, MadeTexts::tagged));
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        var compiled = Compiled.of("tagging");
        return List.of(
                right(compiled, "Brackets", "stack LSTM, brackets", 50, MadeTexts::brackets),
                right(compiled, "Read", "reader, exact spans", 200, MadeTexts::asked));
    }

    private static double[] slopes(Lines lines) {
        ToDoubleFunction<double[]> sum =
                moves -> Arrays.stream(new Lines(lines.scores(), moves).partition()).sum();
        return Numbers.slopes(sum, lines.moves());
    }

    private interface Maker {
        List<Tensor> batch(Random random, int count);
    }

    /// The last metric of a block that was trained on what is made.
    private static Claim right(Compiled compiled, String name, String what, int steps, Maker maker)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            var random = new Random(2);
            for (int step = 0; step < steps; step++) {
                program.step(maker.batch(random, BATCH), 1, step);
            }
            var values = program.evaluate(maker.batch(random, TEST));
            return Claim.above(what, values[values.length - 1], 0.9);
        }
    }
}
