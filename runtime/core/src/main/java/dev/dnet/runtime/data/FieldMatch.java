package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

import java.util.List;

/// Finds the fields that a program wants among those that a data set has, by name.
final class FieldMatch {
    private FieldMatch() {}

    /// For each wanted field its place in `given`.
    static int[] places(List<BatchField> given, List<BatchField> wanted) {
        return wanted.stream().mapToInt(field -> place(given, field, wanted)).toArray();
    }

    private static int place(List<BatchField> given, BatchField field, List<BatchField> wanted) {
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).name().equals(field.name())) {
                requireType(given.get(i), field);
                return i;
            }
        }
        throw new DnetException(
                "data/missing-field",
                "the data has " + given,
                "the batch that the program declares: " + wanted,
                "name the fields of the batch in the program as the data does");
    }

    private static void requireType(BatchField given, BatchField wanted) {
        if (!given.serves(wanted)) {
            throw new DnetException(
                    "data/field-type",
                    "the data has " + given,
                    wanted + ", as the program declares",
                    "change the sizes in the program, or read the data with other ones");
        }
    }
}
