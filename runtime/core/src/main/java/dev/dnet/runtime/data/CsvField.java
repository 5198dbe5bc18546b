package dev.dnet.runtime.data;

import dev.dnet.runtime.ElementType;

import java.util.List;

/// How columns of a table become a field of a batch.
public sealed interface CsvField {
    /// The name of the field.
    String name();

    /// Several columns of numbers side by side: one axis as long as their number.
    record Numbers(String name, ElementType type, List<String> columns) implements CsvField {
        public Numbers {
            columns = List.copyOf(columns);
        }
    }

    /// One column of numbers: a scalar for each example.
    record Scalar(String name, ElementType type, String column) implements CsvField {}

    /// One column of words: the place of the word among all of them in sorted order, as i32. Words
    /// that are all integers are sorted as such.
    record Classes(String name, String column) implements CsvField {}
}
