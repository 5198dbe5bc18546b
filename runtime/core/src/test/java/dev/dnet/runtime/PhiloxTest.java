package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

class PhiloxTest {
    private static final long SEED = 0x123456789abcdef0L;
    private static final int STREAM = 77;
    private static final long STEP = 5;
    private static final int COUNT = 1000;

    interface Fill {
        void fill(MemorySegment out, long base, long from, long to);
    }

    interface At {
        double value(long element);
    }

    /// The published vectors of Random123 (kat_vectors, philox4x32-10).
    @Test
    void blocksAreThePublishedOnes() {
        assertEquals(
                new Philox.Words(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8),
                Philox.block(0, 0, 0, 0, 0, 0));
        assertEquals(
                new Philox.Words(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd),
                Philox.block(-1, -1, -1, -1, -1, -1));
        assertEquals(
                new Philox.Words(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1),
                Philox.block(
                        0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    @Test
    void elementsLieInRunsOfSixteen() {
        for (int e : new int[] {0, 15, 16, 47, 63, 64, 64 + 35}) {
            Philox.Words words =
                    Philox.block(e / 64 * 16 + e % 16, 0, STREAM, 5, 0x9abcdef0, 0x12345678);
            int[] all = {words.w0(), words.w1(), words.w2(), words.w3()};
            assertEquals(all[e % 64 / 16], Philox.bits32(e, SEED, STREAM, STEP));
        }
        Philox.Words words = Philox.block(16 + 3, 0, STREAM, 5, 0x9abcdef0, 0x12345678);
        long second = (words.w2() & 0xffffffffL) | ((long) words.w3() << 32);
        assertEquals(second, Philox.bits64(32 + 16 + 3, SEED, STREAM, STEP));
    }

    @Test
    void anySplitGivesTheSameBits() {
        same(
                ElementType.F32,
                (o, b, f, t) -> Philox.fillUniformF32(o, b, f, t, SEED, STREAM, STEP),
                e -> Philox.uniformF32(e, SEED, STREAM, STEP));
        same(
                ElementType.F32,
                (o, b, f, t) -> Philox.fillNormalF32(o, b, f, t, SEED, STREAM, STEP),
                e -> Philox.normalF32(e, SEED, STREAM, STEP));
        same(
                ElementType.F64,
                (o, b, f, t) -> Philox.fillUniformF64(o, b, f, t, SEED, STREAM, STEP),
                e -> Philox.uniformF64(e, SEED, STREAM, STEP));
        same(
                ElementType.F64,
                (o, b, f, t) -> Philox.fillNormalF64(o, b, f, t, SEED, STREAM, STEP),
                e -> Philox.normalF64(e, SEED, STREAM, STEP));
    }

    private static void same(ElementType type, Fill fill, At at) {
        Tensor whole = Tensor.zeros(type, COUNT);
        Tensor parts = Tensor.zeros(type, COUNT + 3);
        fill.fill(whole.segment(), 0, 0, COUNT);
        long base = 3L * type.bytes();
        long[] cuts = {0, 1, 17, 64, 130, 131, 700, COUNT};
        for (int i = cuts.length - 1; i > 0; i--) {
            fill.fill(parts.segment(), base, cuts[i - 1], cuts[i]);
        }
        for (int e = 0; e < COUNT; e++) {
            assertEquals(at.value(e), whole.valueAt(e), 0.0, type + " " + e);
            assertEquals(at.value(e), parts.valueAt(e + 3), 0.0, type + " " + e);
        }
    }

    @Test
    void momentsAreThoseOfTheDistributions() {
        int n = 200_000;
        double[] uniform = moments(n, e -> Philox.uniformF32(e, 1, 2, 3));
        assertEquals(0.5, uniform[0], 0.003);
        assertEquals(1.0 / 12, uniform[1], 0.001);
        double[] normal = moments(n, e -> Philox.normalF32(e, 1, 2, 3));
        assertEquals(0, normal[0], 0.01);
        assertEquals(1, normal[1], 0.015);
        double[] doubles = moments(n, e -> Philox.normalF64(e, 1, 2, 3));
        assertEquals(0, doubles[0], 0.01);
        assertEquals(1, doubles[1], 0.015);
    }

    private static double[] moments(int n, At at) {
        double sum = 0;
        double squares = 0;
        for (int e = 0; e < n; e++) {
            double x = at.value(e);
            sum += x;
            squares += x * x;
        }
        double mean = sum / n;
        return new double[] {mean, squares / n - mean * mean};
    }

    /// Written down once: a change of any bit here breaks every run that was recorded.
    @Test
    void bitsNeverChange() {
        long hash = 17;
        for (int e = 0; e < 5000; e++) {
            hash = hash * 31 + Float.floatToRawIntBits(Philox.normalF32(e, SEED, STREAM, STEP));
            hash = hash * 31 + Double.doubleToRawLongBits(Philox.normalF64(e, SEED, STREAM, STEP));
        }
        assertEquals(0xb71706aa8629adb8L, hash);
    }

    @Test
    void seedStepAndStreamAllMatter() {
        int bits = Philox.bits32(0, SEED, STREAM, STEP);
        assertNotEquals(bits, Philox.bits32(0, SEED + (1L << 40), STREAM, STEP));
        assertNotEquals(bits, Philox.bits32(0, SEED, STREAM + 1, STEP));
        assertNotEquals(bits, Philox.bits32(0, SEED, STREAM, STEP + 1));
        assertNotEquals(bits, Philox.bits32(1L << 36, SEED, STREAM, STEP));
    }

    @Test
    void streamsAreFnvWithAFinaliser() {
        // FNV-1a of "a" is e40c292c; the finaliser of MurmurHash3 maps it to what is written here
        int h = 0xe40c292c;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        h ^= h >>> 16;
        assertEquals(h, Seeds.stream("a"));
        int[] streams = new int[1000];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = Seeds.at(Seeds.stream("net.drop" + i % 10), i / 10);
        }
        assertEquals(1000, Arrays.stream(streams).distinct().count());
        assertTrue(Seeds.at(1, 1L << 33) != Seeds.at(1, 0));
    }
}
