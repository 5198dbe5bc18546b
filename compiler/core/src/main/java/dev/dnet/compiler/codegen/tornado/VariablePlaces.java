package dev.dnet.compiler.codegen.tornado;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Where the variables of a program lie in the banks of their element types.
final class VariablePlaces {
    /// Each begins at a multiple of so many bytes.
    private static final int ALIGNMENT = 64;

    private final SequencedMap<String, TensorType> types;
    private final int caches;
    private final Map<String, Long> firsts = new LinkedHashMap<>();

    /// By path, in the order in which the program has them: the last ones are caches.
    VariablePlaces(SequencedMap<String, TensorType> types, int caches) {
        this.types = types;
        this.caches = caches;
        var tops = new EnumMap<ElementType, Long>(ElementType.class);
        types.forEach((path, type) -> {
            long first = tops.getOrDefault(type.element(), 0L);
            int step = ALIGNMENT / type.element().bytes();
            firsts.put(path, first);
            tops.put(
                    type.element(),
                    Math.ceilDiv(first + type.shape().elements().value(), step) * step);
        });
    }

    SequencedMap<String, TensorType> types() {
        return types;
    }

    /// How many are no caches.
    int shared() {
        return types.size() - caches;
    }

    /// The first element of one.
    long first(String path) {
        return requireNonNull(firsts.get(path), path);
    }

    /// The first element behind one.
    long end(String path) {
        return first(path) + requireNonNull(types.get(path), path).shape().elements().value();
    }
}
