package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

import java.util.Arrays;

/// A data set cut in two by chance: which example goes where depends on the seed alone.
public record Split(DataSet train, DataSet validation) {
    /// Puts the share `validation` of the examples, rounded, into the second part.
    public static Split of(DataSet data, double validation, long seed) {
        int held = (int) Math.rint(data.size() * validation);
        if (held < 1 || held >= data.size()) {
            throw new DnetException(
                    "data/split",
                    "%s of %d examples are %d".formatted(validation, data.size(), held),
                    "at least one example for validation and one for training",
                    "choose another share, or add data");
        }
        int[] order = Permutation.of(data.size(), seed, "split", 0);
        return new Split(part(data, order, held, order.length), part(data, order, 0, held));
    }

    /// In the order of the file, which reads fastest; shuffling comes later.
    private static Subset part(DataSet data, int[] order, int from, int to) {
        int[] examples = Arrays.copyOfRange(order, from, to);
        Arrays.sort(examples);
        return new Subset(data, examples);
    }
}
