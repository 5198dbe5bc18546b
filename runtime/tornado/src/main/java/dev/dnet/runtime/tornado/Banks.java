package dev.dnet.runtime.tornado;

import static java.util.Objects.requireNonNull;

import dev.dnet.runtime.ElementType;

import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The arrays of a program, with room for the largest call so far.
final class Banks {
    private final SortedMap<Bank, TornadoNativeArray> arrays = new TreeMap<>();
    private final SortedMap<Bank, Long> elements;

    /// So many elements in each. A type that is in use has all four.
    Banks(SortedMap<Bank, Long> elements) {
        this.elements = new TreeMap<>(elements);
        for (var bank : elements.keySet()) {
            for (var area : Area.values()) {
                this.elements.putIfAbsent(new Bank(area, bank.type()), 1L);
            }
        }
        this.elements.forEach((bank, count) -> arrays.put(bank, array(bank.type(), count)));
    }

    private static TornadoNativeArray array(ElementType type, long elements) {
        int count = Math.toIntExact(Math.max(1, elements));
        return switch (type) {
            case F32 -> new FloatArray(count);
            case F64 -> new DoubleArray(count);
            case I32 -> new IntArray(count);
            case I64 -> new LongArray(count);
            case BOOL -> new ByteArray(count);
            case F16, BF16 -> new ShortArray(count);
        };
    }

    /// Whether as much as that fits.
    boolean hold(SortedMap<Bank, Long> needed) {
        return needed.entrySet().stream()
                .allMatch(e -> elements.getOrDefault(e.getKey(), -1L) >= e.getValue());
    }

    TornadoNativeArray array(Area area, ElementType type) {
        return requireNonNull(arrays.get(new Bank(area, type)), () -> area + " of " + type);
    }

    /// The element types in use, in order.
    SortedSet<ElementType> types() {
        var types = new TreeSet<ElementType>();
        arrays.keySet().forEach(bank -> types.add(bank.type()));
        return types;
    }

    /// The arrays for one use.
    List<TornadoNativeArray> of(Area area) {
        return arrays.entrySet().stream()
                .filter(e -> e.getKey().area() == area)
                .map(Map.Entry::getValue)
                .toList();
    }

    Collection<TornadoNativeArray> all() {
        return arrays.values();
    }

    /// The host's copy of a part of a bank.
    MemorySegment host(Region region) {
        long width = region.bank().type().bytes();
        return array(region.bank().area(), region.bank().type())
                .getSegment()
                .asSlice(region.first() * width, region.elements() * width);
    }
}
