package dev.dnet.runtime.data;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.function.IntFunction;

/// Pictures of equal size as bytes, made once and then kept, as long as all of them fit into a
/// budget.
final class PixelStore {
    private static final long BUDGET = 1L << 29;

    private final int each;
    private final IntFunction<byte[]> maker;
    private final boolean keeps;
    private final MemorySegment memory;
    private final BitSet there = new BitSet();

    /// `maker` gives the bytes of a picture, and gives the same ones again when asked again.
    PixelStore(int count, int each, IntFunction<byte[]> maker) {
        this.each = each;
        this.maker = maker;
        long bytes = (long) count * each;
        keeps = bytes <= BUDGET;
        memory = keeps ? Arena.ofAuto().allocate(bytes) : MemorySegment.NULL;
    }

    void read(int picture, MemorySegment out, int row) {
        Pixels.toFloats(bytes(picture), 0, each, out, row);
    }

    private byte[] bytes(int picture) {
        if (!keeps) {
            return maker.apply(picture);
        }
        long at = (long) picture * each;
        synchronized (there) {
            if (there.get(picture)) {
                return memory.asSlice(at, each).toArray(ValueLayout.JAVA_BYTE);
            }
        }
        byte[] bytes = maker.apply(picture);
        synchronized (there) {
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, each);
            there.set(picture);
        }
        return bytes;
    }
}
