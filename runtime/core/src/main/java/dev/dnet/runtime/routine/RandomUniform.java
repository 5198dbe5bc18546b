package dev.dnet.runtime.routine;

import dev.dnet.runtime.Philox;
import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;

/// Uniform numbers in [0, 1), each a function of key, stream and position alone.
public final class RandomUniform {
    private RandomUniform() {}

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
                        Philox.fillUniformF32(out, outOffset, from, to, seed, (int) stream, step));
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
                        Philox.fillUniformF64(out, outOffset, from, to, seed, (int) stream, step));
    }
}
