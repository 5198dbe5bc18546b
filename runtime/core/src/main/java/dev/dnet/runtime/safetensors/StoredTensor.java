package dev.dnet.runtime.safetensors;

import java.util.List;

/// One tensor of a file: what the header says about it. The offsets count from the end of the
/// header.
public record StoredTensor(String name, StoredType type, List<Long> shape, long begin, long end) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /// The shape as an array.
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
