package dev.dnet.compiler.loops;

import java.util.List;
import java.util.SortedSet;

/// One entry point as kernels in order, some of them repeated. `symbols` are the free sizes that a
/// call binds.
public record LoopProgram(
        String name,
        SortedSet<String> symbols,
        List<Buffer> buffers,
        List<Kernel> kernels,
        List<Repeat> repeats,
        MemoryPlan memory) {
    public LoopProgram {
        buffers = List.copyOf(buffers);
        kernels = List.copyOf(kernels);
        repeats = List.copyOf(repeats);
    }

    public Buffer buffer(int id) {
        return buffers.get(id);
    }
}
