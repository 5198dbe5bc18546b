package dev.dnet.runtime.data;

import dev.dnet.runtime.Tensor;

import java.util.List;
import java.util.stream.IntStream;

/// A data set whose fields go by other names: programs choose theirs, files have their own.
record Renamed(DataSet base, List<BatchField> fields) implements DataSet {
    static Renamed of(DataSet base, List<String> names) {
        int count = base.fields().size();
        if (names.size() != count) {
            throw new IllegalArgumentException(names + " for " + base.fields());
        }
        return new Renamed(
                base,
                IntStream.range(0, count)
                        .mapToObj(i -> base.fields().get(i).named(names.get(i)))
                        .toList());
    }

    @Override
    public int size() {
        return base.size();
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        base.read(example, batch, row);
    }

    @Override
    public List<String> classes() {
        return base.classes();
    }

    @Override
    public void close() {
        base.close();
    }
}
