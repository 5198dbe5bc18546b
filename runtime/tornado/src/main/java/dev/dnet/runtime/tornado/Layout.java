package dev.dnet.runtime.tornado;

import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lays the tensors of one call into banks. Kernels find each at the number that it gets here: the
/// numbers of a call are its sizes, and then the places in the order of this layout.
public final class Layout {
    private final SortedMap<Bank, Long> tops = new TreeMap<>();
    private final List<Region> regions = new ArrayList<>();
    private final List<Named> scratch = new ArrayList<>();

    /// A part of the arena and what lies there at its fullest.
    record Named(Region region, String text) {}

    /// A tensor of the call, in the order in which kernels know them.
    public void place(Area area, ElementType type, long elements) {
        var bank = new Bank(area, type);
        long first = tops.getOrDefault(bank, 0L);
        regions.add(new Region(bank, first, elements));
        tops.put(bank, bank.after(first + elements));
    }

    /// Scratch memory, with what a message says of it.
    public void scratch(ElementType type, long elements, String text) {
        place(Area.SCRATCH, type, elements);
        scratch.add(new Named(regions.getLast(), text));
    }

    List<Region> regions() {
        return Collections.unmodifiableList(regions);
    }

    List<Named> scratch() {
        return Collections.unmodifiableList(scratch);
    }

    /// How many elements each bank has to have.
    SortedMap<Bank, Long> needed() {
        return Collections.unmodifiableSortedMap(tops);
    }
}
