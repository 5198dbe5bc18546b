package dev.dnet.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Random numbers that depend on nothing but their place: Philox4x32-10 (Salmon, Moraes, Dror and
/// Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011).
///
/// The key is the seed, its low 32 bits first. The counter is (block low, block high, stream, step
/// low). A block gives four words. Sixteen lanes work on sixteen blocks at a time and write four
/// runs of sixteen words:
///
/// - 32 bits, element e: g = e / 64, w = e % 64 / 16, j = e % 16; word w of block 16 g + j.
/// - 64 bits, element e: g = e / 32, w = e % 32 / 16, j = e % 16; words 2w (low) and 2w + 1 (high)
///   of block 16 g + j.
///
/// Uniform numbers lie in [0, 1): the upper 24 bits times 2^-24, or the upper 53 times 2^-53.
/// Normal numbers are those of Box and Muller: the uniforms of words 0 and 1 of a block (for 64
/// bits, of its two halves) make the two elements there, words 2 and 3 the next two. The `fill`
/// methods write elements `from` to `to` of a draw whose element e lies at byte `base + e * size`;
/// any split of a draw gives the same bits.
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final long LOW = 0xffffffffL;
    private static final float TWO_PI = 6.2831855f;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private Philox() {}

    /// The four words of a block.
    record Words(int w0, int w1, int w2, int w3) {
        int word(long w) {
            return w == 0 ? w0 : w == 1 ? w1 : w == 2 ? w2 : w3;
        }

        long bits(long w) {
            return w == 0 ? join(w0, w1) : join(w2, w3);
        }
    }

    private static long join(int low, int high) {
        return (low & LOW) | ((long) high << 32);
    }

    /// Ten rounds of the generator on a counter of four words, under a key of two.
    static Words block(int c0, int c1, int c2, int c3, int k0, int k1) {
        int x0 = c0;
        int x1 = c1;
        int x2 = c2;
        int x3 = c3;
        int a = k0;
        int b = k1;
        for (int round = 0; round < 10; round++) {
            long p0 = M0 * (x0 & LOW);
            long p1 = M1 * (x2 & LOW);
            x0 = (int) (p1 >>> 32) ^ x1 ^ a;
            x1 = (int) p1;
            x2 = (int) (p0 >>> 32) ^ x3 ^ b;
            x3 = (int) p0;
            a += W0;
            b += W1;
        }
        return new Words(x0, x1, x2, x3);
    }

    private static Words block(long block, long seed, int stream, long step) {
        return block(
                (int) block,
                (int) (block >>> 32) + (int) (step >>> 32),
                stream,
                (int) step,
                (int) seed,
                (int) (seed >>> 32));
    }

    /// The 32 bits of element e.
    public static int bits32(long e, long seed, int stream, long step) {
        return block(e / 64 * 16 + e % 16, seed, stream, step).word(e % 64 / 16);
    }

    /// The 64 bits of element e.
    public static long bits64(long e, long seed, int stream, long step) {
        return block(e / 32 * 16 + e % 16, seed, stream, step).bits(e % 32 / 16);
    }

    /// Element e of a uniform draw of f32.
    public static float uniformF32(long e, long seed, int stream, long step) {
        return unit(bits32(e, seed, stream, step));
    }

    /// Element e of a uniform draw of f64.
    public static double uniformF64(long e, long seed, int stream, long step) {
        return unit(bits64(e, seed, stream, step));
    }

    /// Element e of a normal draw of f32.
    public static float normalF32(long e, long seed, int stream, long step) {
        Words words = block(e / 64 * 16 + e % 16, seed, stream, step);
        long w = e % 64 / 16;
        float radius = radius(words.word(w & ~1L));
        float turn = TWO_PI * unit(words.word(w | 1));
        return radius * ((w & 1) == 0 ? FloatMath.cos(turn) : FloatMath.sin(turn));
    }

    /// Element e of a normal draw of f64.
    public static double normalF64(long e, long seed, int stream, long step) {
        Words words = block(e / 32 * 16 + e % 16, seed, stream, step);
        double radius = radius(words.bits(0));
        double turn = 2 * Math.PI * unit(words.bits(1));
        return radius * (e % 32 / 16 == 0 ? StrictMath.cos(turn) : StrictMath.sin(turn));
    }

    /// Uniform f32.
    public static void fillUniformF32(
            MemorySegment out, long base, long from, long to, long seed, int stream, long step) {
        long e = from;
        while (e < to) {
            if (e % 64 != 0 || to - e < 64) {
                out.set(FLOAT, base + 4 * e, uniformF32(e, seed, stream, step));
                e++;
                continue;
            }
            for (int j = 0; j < 16; j++) {
                Words words = block(e / 4 + j, seed, stream, step);
                long at = base + 4 * (e + j);
                out.set(FLOAT, at, unit(words.w0));
                out.set(FLOAT, at + 64, unit(words.w1));
                out.set(FLOAT, at + 128, unit(words.w2));
                out.set(FLOAT, at + 192, unit(words.w3));
            }
            e += 64;
        }
    }

    /// Normal f32, mean 0 and variance 1.
    public static void fillNormalF32(
            MemorySegment out, long base, long from, long to, long seed, int stream, long step) {
        long e = from;
        while (e < to) {
            if (e % 64 != 0 || to - e < 64) {
                out.set(FLOAT, base + 4 * e, normalF32(e, seed, stream, step));
                e++;
                continue;
            }
            for (int j = 0; j < 16; j++) {
                Words words = block(e / 4 + j, seed, stream, step);
                long at = base + 4 * (e + j);
                normalPair(out, at, words.w0, words.w1);
                normalPair(out, at + 128, words.w2, words.w3);
            }
            e += 64;
        }
    }

    /// Uniform f64.
    public static void fillUniformF64(
            MemorySegment out, long base, long from, long to, long seed, int stream, long step) {
        for (long e = from; e < to; e++) {
            out.set(DOUBLE, base + 8 * e, uniformF64(e, seed, stream, step));
        }
    }

    /// Normal f64, mean 0 and variance 1.
    public static void fillNormalF64(
            MemorySegment out, long base, long from, long to, long seed, int stream, long step) {
        for (long e = from; e < to; e++) {
            out.set(DOUBLE, base + 8 * e, normalF64(e, seed, stream, step));
        }
    }

    private static void normalPair(MemorySegment out, long at, int first, int second) {
        float radius = radius(first);
        float turn = TWO_PI * unit(second);
        out.set(FLOAT, at, radius * FloatMath.cos(turn));
        out.set(FLOAT, at + 64, radius * FloatMath.sin(turn));
    }

    private static float unit(int word) {
        return (word >>> 8) * 0x1p-24f;
    }

    private static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    private static float radius(int word) {
        float u = ((word >>> 8) + 1) * 0x1p-24f;
        return (float) Math.sqrt(-2f * FloatMath.log(u));
    }

    private static double radius(long bits) {
        double u = ((bits >>> 11) + 1) * 0x1p-53;
        return Math.sqrt(-2 * StrictMath.log(u));
    }
}
