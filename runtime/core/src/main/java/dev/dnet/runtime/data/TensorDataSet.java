package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Examples that lie in memory as tensors, one row each.
public final class TensorDataSet implements DataSet {
    private final List<BatchField> fields;
    private final List<Tensor> tensors;
    private final List<String> classes;
    private final int size;

    /// One tensor for each name; the first axis counts the examples.
    public TensorDataSet(List<String> names, List<Tensor> tensors, List<String> classes) {
        if (names.size() != tensors.size() || tensors.isEmpty()) {
            throw new IllegalArgumentException(
                    names.size() + " names for " + tensors.size() + " tensors");
        }
        this.tensors = List.copyOf(tensors);
        this.classes = List.copyOf(classes);
        fields =
                IntStream.range(0, names.size())
                        .mapToObj(i -> field(names.get(i), tensors.get(i)))
                        .toList();
        size = Math.toIntExact(tensors.getFirst().size(0));
        requireSameSize();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<BatchField> fields() {
        return fields;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        for (int i = 0; i < tensors.size(); i++) {
            long bytes = fields.get(i).bytes();
            MemorySegment from = tensors.get(i).segment();
            MemorySegment.copy(from, example * bytes, batch.get(i).segment(), row * bytes, bytes);
        }
    }

    private static BatchField field(String name, Tensor tensor) {
        long[] shape = tensor.shape();
        if (shape.length == 0) {
            throw new IllegalArgumentException(name + " has no axis that counts examples");
        }
        return BatchField.of(name, tensor.type(), Arrays.copyOfRange(shape, 1, shape.length));
    }

    private void requireSameSize() {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).size(0) != size) {
                throw new DnetException(
                        "data/count",
                        "'%s' has %d examples"
                                .formatted(fields.get(i).name(), tensors.get(i).size(0)),
                        "%d, as '%s' has".formatted(size, fields.getFirst().name()),
                        "give as many rows to each field");
            }
        }
    }
}
