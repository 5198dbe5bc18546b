package dev.dnet.compiler.loops;

import java.util.List;
import java.util.Map;

/// What a program moves through memory when it runs once: each kernel reads and writes each tensor
/// that it touches one time, however often its stages come back to a row that is still in the
/// cache.
///
/// @param kernels how many kernels run
/// @param passes how many times a kernel goes through one of the large tensors, a quarter of the
///   largest or more
/// @param bytes all bytes read and written
/// @param arena bytes of the arena
public record Traffic(int kernels, int passes, long bytes, long arena) {

    /// Of a program with its symbols bound to sizes.
    public static Traffic of(LoopProgram program, Map<String, Long> sizes) {
        long largest = program.buffers().stream().mapToLong(b -> bytes(b, sizes)).max().orElse(0);
        int passes = 0;
        long moved = 0;
        for (var kernel : program.kernels()) {
            var touched = Touched.by(kernel);
            for (var side : List.of(touched.reads(), touched.writes())) {
                for (int id : side) {
                    long size = bytes(program.buffer(id), sizes);
                    moved += size;
                    passes += 4 * size >= largest && size > 0 ? 1 : 0;
                }
            }
        }
        long arena =
                program.memory().slots().stream()
                        .mapToLong(s -> aligned(s.bytes().evaluate(sizes)))
                        .sum();
        return new Traffic(program.kernels().size(), passes, moved, arena);
    }

    private static long bytes(Buffer buffer, Map<String, Long> sizes) {
        return buffer.isLocal()
                ? 0
                : buffer.type().shape().elements().evaluate(sizes)
                        * buffer.type().element().bytes();
    }

    private static long aligned(long bytes) {
        return (bytes + 63) / 64 * 64;
    }
}
