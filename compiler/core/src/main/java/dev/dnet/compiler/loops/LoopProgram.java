package dev.dnet.compiler.loops;

import java.util.List;
import java.util.SortedSet;

/// One entry point as kernels in order. `symbols` are the free sizes that a call binds.
public record LoopProgram(
        String name,
        SortedSet<String> symbols,
        List<Buffer> buffers,
        List<Kernel> kernels,
        MemoryPlan memory) {
    public LoopProgram {
        buffers = List.copyOf(buffers);
        kernels = List.copyOf(kernels);
    }

    public Buffer buffer(int id) {
        return buffers.get(id);
    }
}
