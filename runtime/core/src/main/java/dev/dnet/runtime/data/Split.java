package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A data set cut in two by chance: which example goes where depends on the seed alone.
public record Split(DataSet train, DataSet validation) {
    /// Puts the share `validation` of the examples, rounded, into the second part.
    public static Split of(DataSet data, double validation, long seed) {
        return of(data, validation, seed, "split");
    }

    /// The same by another chance, for the share that is kept for a test.
    public static Split forTest(DataSet data, double test, long seed) {
        return of(data, test, seed, "test");
    }

    /// As many ways to cut the data as there are folds: each example is in the second part once.
    public static List<Split> folds(DataSet data, int folds, long seed) {
        if (folds < 2 || folds > data.size()) {
            throw new DnetException(
                    "data/folds",
                    "%d examples cannot be cut into %d folds".formatted(data.size(), folds),
                    "two folds or more, with an example in each",
                    "choose another number of folds, or add data");
        }
        int[] order = order(data, seed, "folds");
        return IntStream.range(0, folds)
                .mapToObj(k ->
                        cut(
                                data,
                                order,
                                (int) ((long) data.size() * k / folds),
                                (int) ((long) data.size() * (k + 1) / folds)))
                .toList();
    }

    /// So many examples again and again, as many times as it takes to make as many as all.
    public static Subset repeated(DataSet data, int examples, long seed) {
        int[] some = few(data, examples, seed);
        return new Subset(
                data, IntStream.range(0, data.size()).map(i -> some[i % some.length]).toArray());
    }

    /// So many examples by chance, each once.
    public static Subset some(DataSet data, int examples, long seed) {
        return new Subset(data, few(data, examples, seed));
    }

    private static int[] few(DataSet data, int examples, long seed) {
        if (examples < 1 || examples > data.size()) {
            throw new DnetException(
                    "data/few",
                    "%d of %d examples".formatted(examples, data.size()),
                    "at least one, and at most all",
                    "choose another number");
        }
        return Arrays.copyOf(order(data, seed, "some"), examples);
    }

    private static Split of(DataSet data, double share, long seed, String chance) {
        int held = (int) Math.rint(data.size() * share);
        if (held < 1 || held >= data.size()) {
            throw new DnetException(
                    "data/split",
                    "%s of %d examples are %d".formatted(share, data.size(), held),
                    "at least one example for validation and one for training",
                    "choose another share, or add data");
        }
        return cut(data, order(data, seed, chance), 0, held);
    }

    private static int[] order(DataSet data, long seed, String chance) {
        return Permutation.of(data.size(), seed, chance, 0);
    }

    /// Both in the order of the file, which reads fastest; shuffling comes later.
    private static Split cut(DataSet data, int[] order, int from, int to) {
        int[] rest =
                IntStream.range(0, order.length)
                        .filter(i -> i < from || i >= to)
                        .map(i -> order[i])
                        .sorted()
                        .toArray();
        int[] held = Arrays.stream(order, from, to).sorted().toArray();
        return new Split(new Subset(data, rest), new Subset(data, held));
    }
}
