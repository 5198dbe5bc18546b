package dev.dnet.runtime.routine;

import dev.dnet.runtime.Philox;
import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;

/// Normal numbers of mean 0 and variance 1, each a function of key, stream and position alone.
public final class RandomNormal {
    private RandomNormal() {}

    public static void f32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment key,
            long keyOffset,
            long elements,
            long stream) {
        long seed = DrawKey.seed(key, keyOffset);
        long step = DrawKey.step(key, keyOffset);
        DrawKey.split(
                pool,
                elements,
                (from, to) ->
                        Philox.fillNormalF32(out, outOffset, from, to, seed, (int) stream, step));
    }

    public static void f64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment key,
            long keyOffset,
            long elements,
            long stream) {
        long seed = DrawKey.seed(key, keyOffset);
        long step = DrawKey.step(key, keyOffset);
        DrawKey.split(
                pool,
                elements,
                (from, to) ->
                        Philox.fillNormalF64(out, outOffset, from, to, seed, (int) stream, step));
    }
}
