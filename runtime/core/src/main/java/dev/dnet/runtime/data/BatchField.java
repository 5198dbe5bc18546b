package dev.dnet.runtime.data;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Shapes;
import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;

/// One field of a batch: its name and the type of ONE example. A batch puts the number of examples
/// in front of the shape.
public record BatchField(String name, ElementType type, List<Long> shape) {
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

    boolean sameType(BatchField other) {
        return type == other.type && shape.equals(other.shape);
    }

    /// `image: f32[N, 1, 28, 28]`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name + ": " + type + "[N");
        shape.forEach(size -> text.append(", ").append(size));
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
