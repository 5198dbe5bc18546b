package dev.dnet.runtime.data;

import dev.dnet.runtime.Tensor;

import java.util.List;

/// Some examples of a data set, in an order of their own.
public final class Subset implements DataSet {
    private final DataSet base;
    private final int[] examples;

    public Subset(DataSet base, int... examples) {
        this.base = base;
        this.examples = examples.clone();
        for (int example : examples) {
            if (example < 0 || example >= base.size()) {
                throw new IndexOutOfBoundsException(example + " of " + base.size());
            }
        }
    }

    @Override
    public int size() {
        return examples.length;
    }

    @Override
    public List<BatchField> fields() {
        return base.fields();
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        base.read(examples[example], batch, row);
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
