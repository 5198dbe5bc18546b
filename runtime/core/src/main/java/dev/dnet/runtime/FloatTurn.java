package dev.dnet.runtime;

/// Sine and cosine of `FloatMath`.
///
/// The argument is taken modulo π/2 with three fused multiply-adds (Cody and Waite): the first is
/// exact for fewer than 2^22 quarter turns, the others carry the rest of π. What is left goes
/// through two short polynomials, of which a select takes one; it is smaller than π/4, or up to
/// 0.91 near the limit, since 2/π is a float too.
final class FloatTurn {
    /// 2^22. Neighbouring floats are half a radian apart there.
    private static final float LIMIT = 4194304f;

    private static final float TWO_OVER_PI = 0.63661975f;

    /// π/2 as the sum of three floats.
    private static final float P1 = 0x1.921fb6p+0f;

    private static final float P2 = -0x1.777a5cp-25f;
    private static final float P3 = -0x1.ee59dap-50f;

    /// (sin(r) - r) / r³ in r², |r| <= 0.91; error of sin 2.4e-10, relative.
    private static final float S0 = -0x1.555556p-3f;

    private static final float S1 = 0x1.111154p-7f;
    private static final float S2 = -0x1.a033a8p-13f;
    private static final float S3 = 0x1.71f99ep-19f;

    /// (cos(r) - 1 + r²/2) / r⁴ in r², |r| <= 0.91; error of cos 1.5e-11, relative.
    private static final float C0 = 0x1.555556p-5f;

    private static final float C1 = -0x1.6c172ep-10f;
    private static final float C2 = 0x1.a041acp-16f;
    private static final float C3 = -0x1.2a7ef2p-22f;

    private FloatTurn() {}

    static float sin(float x) {
        float a = Math.abs(x);
        float shifted = Math.fma(a, TWO_OVER_PI, FloatMath.ROUND);
        int quarter = Float.floatToRawIntBits(shifted);
        float r = rest(a, shifted - FloatMath.ROUND);
        float y = (quarter & 1) == 0 ? sinOfRest(r) : cosOfRest(r);
        int sign = ((quarter & 2) << 30) ^ (Float.floatToRawIntBits(x) & 0x80000000);
        float result = Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ sign);
        return a <= LIMIT ? result : Float.NaN;
    }

    static float cos(float x) {
        float a = Math.abs(x);
        float shifted = Math.fma(a, TWO_OVER_PI, FloatMath.ROUND);
        int quarter = Float.floatToRawIntBits(shifted);
        float r = rest(a, shifted - FloatMath.ROUND);
        float y = (quarter & 1) == 0 ? cosOfRest(r) : sinOfRest(r);
        int sign = ((quarter + 1) & 2) << 30;
        float result = Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ sign);
        return a <= LIMIT ? result : Float.NaN;
    }

    private static float rest(float a, float n) {
        float r = Math.fma(n, -P1, a);
        r = Math.fma(n, -P2, r);
        return Math.fma(n, -P3, r);
    }

    private static float sinOfRest(float r) {
        float z = r * r;
        float p = Math.fma(S3, z, S2);
        p = Math.fma(p, z, S1);
        p = Math.fma(p, z, S0);
        return Math.fma(r * z, p, r);
    }

    private static float cosOfRest(float r) {
        float z = r * r;
        float p = Math.fma(C3, z, C2);
        p = Math.fma(p, z, C1);
        p = Math.fma(p, z, C0);
        return Math.fma(z * z, p, Math.fma(-0.5f, z, 1f));
    }
}
