package dev.dnet.runtime.routine;

import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What all draws of a call share: the key, which is the seed and the step, and the way a draw is
/// split over threads.
final class DrawKey {
    /// A whole number of blocks of the generator.
    private static final long PIECE = 1 << 14;

    /// A number costs about as much as this many multiplications.
    private static final long COST = 16;

    private DrawKey() {}

    /// A range of the elements of a draw.
    interface Range {
        void fill(long from, long to);
    }

    static long seed(MemorySegment key, long offset) {
        return key.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }

    static long step(MemorySegment key, long offset) {
        return key.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + Long.BYTES);
    }

    static void split(WorkPool pool, long elements, Range range) {
        int pieces = Math.toIntExact((elements + PIECE - 1) / PIECE);
        pool.parallelFor(
                pieces,
                elements * COST,
                piece -> range.fill(piece * PIECE, Math.min(elements, (piece + 1) * PIECE)));
    }
}
