package dev.dnet.compiler.loops;

import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.SortedMap;

/// Where each arena buffer lies: in a slot that it shares with buffers that are not alive at the
/// same time. A slot is as large as its largest buffer, which is known to dominate for every
/// binding of the symbols.
public record MemoryPlan(List<Slot> slots, SortedMap<Integer, Integer> slotOfBuffer) {
    public MemoryPlan {
        slots = List.copyOf(slots);
    }

    /// A part of the arena; slots follow each other in order, each aligned to 64 bytes.
    public record Slot(Size bytes) {}
}
