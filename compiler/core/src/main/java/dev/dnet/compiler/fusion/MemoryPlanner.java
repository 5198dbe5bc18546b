package dev.dnet.compiler.fusion;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.MemoryPlan;
import dev.dnet.compiler.loops.Repeat;
import dev.dnet.compiler.loops.Touched;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Lays the arena out: buffers that are never alive together share a slot, where one of the sizes
/// is the larger for every binding of the symbols.
final class MemoryPlanner {
    private final List<Buffer> buffers;
    private final Map<Integer, Integer> first = new TreeMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final TreeMap<Integer, Integer> slotOf = new TreeMap<>();

    private static final class Slot {
        Size bytes;
        int busyUntil;

        Slot(Size bytes, int busyUntil) {
            this.bytes = bytes;
            this.busyUntil = busyUntil;
        }
    }

    private MemoryPlanner(List<Buffer> buffers) {
        this.buffers = buffers;
    }

    static MemoryPlan plan(
            List<Buffer> buffers, List<Kernel> kernels, List<Repeat> repeats, boolean reuse) {
        var planner = new MemoryPlanner(buffers);
        planner.lifetimes(kernels);
        repeats.forEach(planner::extend);
        planner.first.entrySet().stream()
                .sorted(
                        Map.Entry.<Integer, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> planner.assign(e.getKey(), reuse));
        return new MemoryPlan(
                planner.slots.stream().map(s -> new MemoryPlan.Slot(s.bytes)).toList(),
                planner.slotOf);
    }

    private void lifetimes(List<Kernel> kernels) {
        for (int k = 0; k < kernels.size(); k++) {
            for (int id : Touched.by(kernels.get(k)).memory(buffers).all()) {
                if (buffers.get(id).place() instanceof Buffer.Place.Arena) {
                    first.putIfAbsent(id, k);
                    last.put(id, k);
                }
            }
        }
    }

    /// What is alive before or after some turns, and touched in one, is alive in all of them.
    private void extend(Repeat repeat) {
        repeat.condition()
                .ifPresent(c ->
                        last.computeIfPresent(
                                Buffer.base(buffers, c), (b, at) -> Math.max(at, repeat.to() - 1)));
        for (int id : List.copyOf(first.keySet())) {
            int from = requireNonNull(first.get(id));
            int to = requireNonNull(last.get(id));
            boolean inside = from < repeat.to() && to >= repeat.from();
            if (inside && (from < repeat.from() || to >= repeat.to())) {
                first.put(id, Math.min(from, repeat.from()));
                last.put(id, Math.max(to, repeat.to() - 1));
            }
        }
    }

    private void assign(int id, boolean reuse) {
        var type = buffers.get(id).type();
        var bytes = type.shape().elements().times(type.element().bytes());
        int from = requireNonNull(first.get(id));
        int to = requireNonNull(last.get(id));
        var slot = reuse ? freeSlot(from, bytes) : Optional.<Slot>empty();
        if (slot.isEmpty()) {
            slots.add(new Slot(bytes, to));
            slotOf.put(id, slots.size() - 1);
            return;
        }
        slot.get().bytes = larger(slot.get().bytes, bytes).orElseThrow();
        slot.get().busyUntil = to;
        slotOf.put(id, slots.indexOf(slot.get()));
    }

    /// The free slot whose size fits best: the smallest that is large enough, or else the largest
    /// that can grow.
    private Optional<Slot> freeSlot(int from, Size bytes) {
        var free = slots.stream().filter(s -> s.busyUntil < from).toList();
        var equal = free.stream().filter(s -> s.bytes.equals(bytes)).findFirst();
        if (equal.isPresent()) {
            return equal;
        }
        var large = free.stream().filter(s -> Bounds.nonNegative(s.bytes.minus(bytes)));
        var best = large.min(Comparator.comparingLong(MemoryPlanner::rough));
        return best.isPresent()
                ? best
                : free.stream()
                        .filter(s -> Bounds.nonNegative(bytes.minus(s.bytes)))
                        .max(Comparator.comparingLong(MemoryPlanner::rough));
    }

    private static long rough(Slot slot) {
        var values = new HashMap<String, Long>();
        slot.bytes.symbols().forEach(s -> values.put(s, 64L));
        return slot.bytes.evaluate(values);
    }

    private static Optional<Size> larger(Size a, Size b) {
        if (Bounds.nonNegative(a.minus(b))) {
            return Optional.of(a);
        }
        return Bounds.nonNegative(b.minus(a)) ? Optional.of(b) : Optional.empty();
    }
}
