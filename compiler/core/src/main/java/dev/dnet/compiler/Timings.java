package dev.dnet.compiler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// How long each stage took, in the order in which they first ran.
public final class Timings {
    private final Map<String, Long> nanos = new LinkedHashMap<>();

    public void add(String stage, long duration) {
        nanos.merge(stage, duration, Long::sum);
    }

    public <T> T measure(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            add(stage, System.nanoTime() - start);
        }
    }

    public Map<String, Long> nanos() {
        return nanos;
    }
}
