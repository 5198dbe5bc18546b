package dev.dnet.runtime.routine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.runtime.Philox;
import dev.dnet.runtime.WorkPool;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Every element is that of the generator, however many threads fill the draw.
class RandomDrawTest {
    private static final int COUNT = 40_001;
    private static final long SEED = 0x9876_5432_1234_5678L;
    private static final long STEP = 77;
    private static final int STREAM = -9;

    private static MemorySegment key(Arena arena) {
        var key = arena.allocate(ValueLayout.JAVA_LONG, 3);
        key.setAtIndex(ValueLayout.JAVA_LONG, 1, SEED);
        key.setAtIndex(ValueLayout.JAVA_LONG, 2, STEP);
        return key;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void floats(int threads) {
        try (var arena = Arena.ofShared();
                var pool = new WorkPool(threads)) {
            var out = arena.allocate(ValueLayout.JAVA_FLOAT, COUNT + 16);
            RandomUniform.f32(pool, out, 64, key(arena), 8, COUNT, STREAM);
            for (int e = 0; e < COUNT; e++) {
                assertEquals(
                        Philox.uniformF32(e, SEED, STREAM, STEP),
                        out.getAtIndex(ValueLayout.JAVA_FLOAT, e + 16));
            }
            RandomNormal.f32(pool, out, 64, key(arena), 8, COUNT, STREAM);
            for (int e = 0; e < COUNT; e++) {
                assertEquals(
                        Philox.normalF32(e, SEED, STREAM, STEP),
                        out.getAtIndex(ValueLayout.JAVA_FLOAT, e + 16));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void doubles(int threads) {
        try (var arena = Arena.ofShared();
                var pool = new WorkPool(threads)) {
            var out = arena.allocate(ValueLayout.JAVA_DOUBLE, COUNT + 8);
            RandomUniform.f64(pool, out, 64, key(arena), 8, COUNT, STREAM);
            for (int e = 0; e < COUNT; e++) {
                assertEquals(
                        Philox.uniformF64(e, SEED, STREAM, STEP),
                        out.getAtIndex(ValueLayout.JAVA_DOUBLE, e + 8));
            }
            RandomNormal.f64(pool, out, 64, key(arena), 8, COUNT, STREAM);
            for (int e = 0; e < COUNT; e++) {
                assertEquals(
                        Philox.normalF64(e, SEED, STREAM, STEP),
                        out.getAtIndex(ValueLayout.JAVA_DOUBLE, e + 8));
            }
        }
    }
}
