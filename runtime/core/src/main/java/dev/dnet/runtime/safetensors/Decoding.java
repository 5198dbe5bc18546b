package dev.dnet.runtime.safetensors;

import dev.dnet.runtime.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// From the bytes of a file, which are little-endian, to the numbers of this machine and back.
final class Decoding {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Decoding() {}

    static void copy(StoredType type, MemorySegment from, Tensor to) {
        MemorySegment out = to.segment();
        long count = to.count();
        switch (type) {
            case F64, I64 -> swap(from, LONG, out, ValueLayout.JAVA_LONG, count);
            case F32, I32 -> swap(from, INT, out, ValueLayout.JAVA_INT, count);
            case F16, BF16 -> swap(from, SHORT, out, ValueLayout.JAVA_SHORT, count);
            case BOOL -> flags(from, out, count);
            default -> {
                for (long i = 0; i < count; i++) {
                    widen(type, from, out, i);
                }
            }
        }
    }

    /// The bytes of `count` elements of a tensor from element `first` on, as a file holds them.
    static void encode(Tensor from, long first, long count, MemorySegment to) {
        MemorySegment in = from.segment().asSlice(first * from.type().bytes());
        switch (from.type()) {
            case F64, I64 -> swap(in, ValueLayout.JAVA_LONG, to, LONG, count);
            case F32, I32 -> swap(in, ValueLayout.JAVA_INT, to, INT, count);
            case F16, BF16 -> swap(in, ValueLayout.JAVA_SHORT, to, SHORT, count);
            case BOOL -> swap(in, BYTE, to, BYTE, count);
        }
    }

    private static void swap(
            MemorySegment from,
            ValueLayout fromLayout,
            MemorySegment to,
            ValueLayout toLayout,
            long count) {
        MemorySegment.copy(from, fromLayout, 0, to, toLayout, 0, count);
    }

    private static void flags(MemorySegment from, MemorySegment out, long count) {
        for (long i = 0; i < count; i++) {
            out.set(BYTE, i, (byte) (from.get(BYTE, i) == 0 ? 0 : 1));
        }
    }

    private static void widen(StoredType type, MemorySegment from, MemorySegment out, long i) {
        switch (type) {
            case I16 -> setInt(out, i, from.get(SHORT, 2 * i));
            case U16 -> setInt(out, i, Short.toUnsignedInt(from.get(SHORT, 2 * i)));
            case I8 -> setInt(out, i, from.get(BYTE, i));
            case U8 -> setInt(out, i, Byte.toUnsignedInt(from.get(BYTE, i)));
            case U32 ->
                    out.setAtIndex(
                            ValueLayout.JAVA_LONG, i, Integer.toUnsignedLong(from.get(INT, 4 * i)));
            case F64, F32, F16, BF16, I64, I32, BOOL ->
                    throw new IllegalStateException(type.name());
        }
    }

    private static void setInt(MemorySegment out, long i, int value) {
        out.setAtIndex(ValueLayout.JAVA_INT, i, value);
    }
}
