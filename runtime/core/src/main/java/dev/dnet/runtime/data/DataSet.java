package dev.dnet.runtime.data;

import dev.dnet.runtime.Tensor;

import java.util.List;

/// Numbered examples of fixed shape. Reading is allowed from several threads at a time.
public interface DataSet extends AutoCloseable {
    /// The number of examples.
    int size();

    /// What an example consists of.
    List<BatchField> fields();

    /// Writes example `example` into row `row` of a batch, which has one tensor for each field.
    void read(int example, List<Tensor> batch, int row);

    /// The names of the classes that labels count, where there are such names.
    default List<String> classes() {
        return List.of();
    }

    /// The same data with its fields under other names, in order.
    default DataSet renamed(List<String> names) {
        return Renamed.of(this, names);
    }

    /// Lets go of files.
    @Override
    default void close() {}
}
