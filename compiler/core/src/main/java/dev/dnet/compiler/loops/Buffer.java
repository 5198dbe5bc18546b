package dev.dnet.compiler.loops;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.List;

/// Where the elements of a value lie: contiguous, row-major.
public record Buffer(int id, String name, TensorType type, Place place, Span span) {

    /// Who owns the memory.
    public sealed interface Place {
        /// A tensor that the caller gives.
        record Argument(String name) implements Place {}

        /// A tensor that outlives the call, by its path.
        record Variable(String path) implements Place {}

        /// A tensor that the caller gets.
        record Result(String name) implements Place {}

        /// The key `i64[2]` (seed, step) of this call.
        record Key() implements Place {}

        /// The number of this training step, an i64.
        record Step() implements Place {}

        /// The arena of the session, at an offset that the memory plan gives.
        record Arena() implements Place {}

        /// A part of another buffer, from an offset in elements that may depend on the turn of a
        /// [Repeat].
        record View(int base, Size offset) implements Place {}

        /// A scalar that lives in one iteration of a kernel's outer loops: a Java local, no memory.
        record Local() implements Place {}
    }

    /// The buffer whose memory this one is: itself, or what it is a view of.
    public static int base(List<Buffer> buffers, int id) {
        int base = id;
        while (buffers.get(base).place() instanceof Place.View(int of, Size offset)) {
            base = of;
        }
        return base;
    }

    public boolean isLocal() {
        return place instanceof Place.Local;
    }
}
