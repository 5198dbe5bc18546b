package dev.dnet.families;

import java.util.stream.IntStream;

/// Conditional random fields by brute force: all 3⁵ lines of tags are tried.
///
/// @param scores of each tag at each of five times of each of two lines
/// @param moves of a tag behind another
record Lines(double[] scores, double[] moves) {
    static final int STEPS = 5;
    static final int BATCH = 2;
    static final int TAGS = 3;
    private static final int WAYS = (int) Math.pow(TAGS, STEPS);

    double[] partition() {
        return IntStream.range(0, BATCH)
                .mapToDouble(n ->
                        Math.log(
                                IntStream.range(0, WAYS)
                                        .mapToDouble(way -> Math.exp(score(n, way)))
                                        .sum()))
                .toArray();
    }

    /// The scores of one way for each line.
    double[] scoresOf(int... ways) {
        return IntStream.range(0, BATCH).mapToDouble(n -> score(n, ways[n])).toArray();
    }

    /// The tags of the best way for each line, as the program gives them: by time, then by line.
    double[] best() {
        var ways =
                IntStream.range(0, BATCH)
                        .map(n ->
                                IntStream.range(0, WAYS)
                                        .reduce((a, b) -> score(n, a) < score(n, b) ? b : a)
                                        .orElseThrow())
                        .toArray();
        return IntStream.of(tags(ways)).asDoubleStream().toArray();
    }

    /// Ways as tags by time, then by line.
    static int[] tags(int... ways) {
        return IntStream.range(0, STEPS * BATCH).map(i -> at(ways[i % BATCH], i / BATCH)).toArray();
    }

    private double score(int n, int way) {
        double sum = 0;
        for (int t = 0; t < STEPS; t++) {
            sum += scores[(t * BATCH + n) * TAGS + at(way, t)];
            sum += t > 0 ? moves[TAGS * at(way, t - 1) + at(way, t)] : 0;
        }
        return sum;
    }

    private static int at(int way, int step) {
        return way / (int) Math.pow(TAGS, step) % TAGS;
    }
}
