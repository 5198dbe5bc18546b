package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// The part of E3 that writes: greedily, by chance, and by beams, against all texts of a model that
/// is small enough to try them.
record Decoding(Compiled compiled) {
    private static final int TOKENS = 4;
    private static final int STEPS = 5;
    private static final int WAYS = (int) Math.pow(TOKENS, STEPS);
    private static final int DRAWS = 20_000;
    private static final int BEAMS = 8;
    private static final int WRITTEN = 40;
    private static final int BEGIN = '\n';

    List<Claim> claims() throws ReflectiveOperationException {
        var tiny = compiled.model("Tiny", 1);
        int wrong = 0;
        double apart = 0;
        int below = 0;
        for (int seed = 0; seed < 5; seed++) {
            var table = Numbers.normal(new Random(seed), TOKENS * TOKENS * TOKENS);
            int best = best(table);
            // As many rows as there are beginnings of the last step: nothing is given up.
            var all = searched(tiny, table, WAYS / TOKENS);
            var tokens = Arrays.copyOf(all.part("tokens").toInts(), STEPS);
            wrong += Arrays.equals(tokens, tokens(best)) ? 0 : 1;
            apart = Math.max(apart, Math.abs(all.part("score").valueAt(0) - score(table, tokens)));
            double few = searched(tiny, table, 3).part("score").valueAt(0);
            below += few < score(table, greedy(tiny, table)) - 1e-5 ? 1 : 0;
        }
        return List.of(
                Claim.equal("beams that keep all, texts unlike brute force", wrong, 0),
                Claim.below("their score, error against float64", apart, 1e-5),
                Claim.equal("beams that keep three, texts less probable than greedy", below, 0),
                perplexity(tiny),
                drawn(tiny));
    }

    /// exp of the mean of -log of what is given to each token.
    private static Claim perplexity(ModelObject tiny) throws ReflectiveOperationException {
        var x = Numbers.normal(new Random(9), 2 * STEPS * TOKENS);
        var token = new Random(10).ints(2 * STEPS, 0, TOKENS).toArray();
        var p = Formulas.softmax(x, TOKENS);
        double loss =
                IntStream.range(0, token.length)
                        .mapToDouble(i -> -Math.log(p[i * TOKENS + token[i]]))
                        .average()
                        .orElseThrow();
        double got =
                tiny.number(
                        "perplexity", Tensor.of(x, 2, STEPS, TOKENS), Tensor.of(token, 2, STEPS));
        return Claim.below("perplexity, error", Math.abs(got / Math.exp(loss) - 1), 1e-12);
    }

    /// The same text always.
    static Claim deterministic(ModelObject writer) throws ReflectiveOperationException {
        var begin = Tensor.of(new int[] {BEGIN}, 1);
        var first = writer.call("greedily", begin).toInts().clone();
        var second = writer.call("greedily", begin).toInts();
        long differ = IntStream.range(0, WRITTEN).filter(i -> first[i] != second[i]).count();
        return Claim.equal("greedy, characters unlike those of a second time", differ, 0);
    }

    static Claim beamOverGreedy(ModelObject writer) throws ReflectiveOperationException {
        var greedy = writer.call("greedily", Tensor.of(new int[] {BEGIN}, 1)).toInts();
        double gain = cost(writer, greedy) + searched(writer).part("score").valueAt(0);
        return Claim.above("beams, nats gained over greedy", gain, -1e-4);
    }

    /// The score is that of the text read from its beginning.
    static Claim beamScore(ModelObject writer) throws ReflectiveOperationException {
        var found = searched(writer);
        var tokens = Arrays.copyOf(found.part("tokens").toInts(), WRITTEN);
        double score = found.part("score").valueAt(0);
        return Claim.below(
                "beams, error of the score against the text read",
                Math.abs(score + cost(writer, tokens)),
                1e-3);
    }

    private static ModelObject.Parts searched(ModelObject writer)
            throws ReflectiveOperationException {
        var begin = new int[BEAMS];
        Arrays.fill(begin, BEGIN);
        return writer.parts("searched", Tensor.of(begin, BEAMS));
    }

    private static double cost(ModelObject writer, int[] tokens)
            throws ReflectiveOperationException {
        var text = IntStream.concat(IntStream.of(BEGIN), Arrays.stream(tokens)).toArray();
        return writer.call("cost", Tensor.of(text, 1, text.length)).valueAt(0);
    }

    private static ModelObject.Parts searched(ModelObject tiny, double[] table, int beams)
            throws ReflectiveOperationException {
        var zeros = Tensor.of(new int[beams], beams);
        return tiny.parts("searched", tensor(table), zeros, zeros);
    }

    private static int[] greedy(ModelObject tiny, double[] table)
            throws ReflectiveOperationException {
        var zero = Tensor.of(new int[1], 1);
        return tiny.call("greedily", tensor(table), zero, zero).toInts();
    }

    private static Tensor tensor(double[] table) {
        return Tensor.of(Numbers.floats(table), TOKENS * TOKENS, TOKENS);
    }

    private static int best(double[] table) {
        return IntStream.range(0, WAYS)
                .reduce((a, b) -> score(table, tokens(a)) < score(table, tokens(b)) ? b : a)
                .orElseThrow();
    }

    private static int[] tokens(int way) {
        return IntStream.range(0, STEPS)
                .map(t -> way / (int) Math.pow(TOKENS, t) % TOKENS)
                .toArray();
    }

    /// The logarithm of the probability of a text behind two tokens 0.
    private static double score(double[] table, int[] tokens) {
        double sum = 0;
        int before = 0;
        int last = 0;
        for (int token : tokens) {
            int row = TOKENS * (TOKENS * before + last);
            var p = Formulas.softmax(Arrays.copyOfRange(table, row, row + TOKENS), TOKENS);
            sum += Math.log(p[token]);
            before = last;
            last = token;
        }
        return sum;
    }

    /// How far draws are from softmax(x / 0.5), by chi-square: of three degrees of freedom, which
    /// exceeds 16.3 once in a thousand times.
    private static Claim drawn(ModelObject tiny) throws ReflectiveOperationException {
        double[] x = {0.3, -0.2, 0.9, 0.1};
        var scores = new float[DRAWS * TOKENS];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) x[i % TOKENS];
        }
        var draws = tiny.call("drawn", Tensor.of(scores, DRAWS, TOKENS), 7L).toInts();
        var p = Formulas.softmax(Arrays.stream(x).map(v -> v / 0.5).toArray(), TOKENS);
        double chi = 0;
        for (int token = 0; token < TOKENS; token++) {
            int wanted = token;
            double seen = Arrays.stream(draws).filter(d -> d == wanted).count();
            chi += Math.pow(seen - DRAWS * p[token], 2) / (DRAWS * p[token]);
        }
        return Claim.below("draws, chi-square against the probabilities", chi, 16.3);
    }
}
