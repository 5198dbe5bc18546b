package dev.dnet.runtime.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bytes of pictures as floats from 0 to 1, written into a row of a batch.
final class Pixels {
    private static final float[] SCALED = scaled();

    private Pixels() {}

    static void toFloats(byte[] bytes, int start, int count, MemorySegment out, int row) {
        long base = (long) row * count;
        for (int i = 0; i < count; i++) {
            out.setAtIndex(ValueLayout.JAVA_FLOAT, base + i, SCALED[bytes[start + i] & 0xff]);
        }
    }

    static void label(int label, MemorySegment out, int row) {
        out.setAtIndex(ValueLayout.JAVA_INT, row, label);
    }

    private static float[] scaled() {
        float[] values = new float[256];
        for (int i = 0; i < 256; i++) {
            values[i] = i / 255f;
        }
        return values;
    }
}
