package dev.dnet.runtime.data;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Shapes;
import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One field of a batch: its name and the type of ONE example. A batch puts the number of examples
/// in front of the shape. A size that a program leaves to the data is [#FREE]; data has none.
public record BatchField(String name, ElementType type, List<Long> shape) {
    /// The size of an axis that is as long as the data has it.
    public static final long FREE = -1;

    public BatchField {
        shape = List.copyOf(shape);
    }

    /// A field by its sizes; none for a scalar.
    public static BatchField of(String name, ElementType type, long... shape) {
        return new BatchField(name, type, Arrays.stream(shape).boxed().toList());
    }

    /// Elements of one example.
    public long count() {
        return Shapes.count(dimensions(List.of()));
    }

    /// Bytes of one example.
    public long bytes() {
        return count() * type.bytes();
    }

    /// A tensor of zeros for `rows` examples.
    public Tensor batch(long rows) {
        return Tensor.zeros(type, dimensions(List.of(rows)));
    }

    /// The same field under another name.
    public BatchField named(String newName) {
        return new BatchField(newName, type, shape);
    }

    /// Whether data with this field can be taken where `wanted` is declared.
    boolean serves(BatchField wanted) {
        return type == wanted.type
                && shape.size() == wanted.shape.size()
                && IntStream.range(0, shape.size())
                        .allMatch(i ->
                                wanted.shape.get(i) == FREE
                                        || shape.get(i).equals(wanted.shape.get(i)));
    }

    /// `image: f32[N, 1, 28, 28]`; what is free is `?`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name + ": " + type + "[N");
        shape.forEach(size -> text.append(", ").append(size == FREE ? "?" : size));
        return text.append(']').toString();
    }

    private long[] dimensions(List<Long> front) {
        long[] all = new long[front.size() + shape.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < front.size() ? front.get(i) : shape.get(i - front.size());
        }
        return all;
    }
}
