package dev.dnet.runtime;

/// The power function of `FloatMath`.
///
/// An error of the logarithm is multiplied by up to 88 before it reaches the exponential, so the
/// logarithm is carried as the sum of two floats: ln m = 2 atanh(q), q = (m - 1) / (m + 1). `&&`
/// and `||` stand for masks here.
final class FloatPow {
    /// 1/3 as the sum of two floats.
    private static final float THIRD_HI = 0x1.555556p-2f;

    private static final float THIRD_LO = -0x1.555556p-27f;

    /// (atanh(q) / q - 1 - q²/3) / q⁴ in q², q² <= 0.02945; error of atanh 8.5e-12, relative.
    private static final float A0 = 0x1.999a00p-3f;

    private static final float A1 = 0x1.24527ep-3f;
    private static final float A2 = 0x1.dfa1b6p-4f;

    private FloatPow() {}

    static float pow(float x, float y) {
        float a = Math.abs(x);
        float magnitude = ofPositive(a, y);
        boolean large = Math.abs(y) >= 0x1p24f;
        int whole = (int) y;
        boolean integer = large || whole == y;
        boolean odd = !large && integer && (whole & 1) != 0;
        int sign = odd ? Float.floatToRawIntBits(x) & 0x80000000 : 0;
        float signed = Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) ^ sign);
        boolean root = x < 0f && x >= -Float.MAX_VALUE && !integer;
        float result = root ? Float.NaN : signed;
        float known = Float.isNaN(x) || Float.isNaN(y) ? Float.NaN : result;
        return y == 0f ? 1f : known;
    }

    private static float ofPositive(float x, float y) {
        boolean tiny = x < 0x1p-126f;
        float a = tiny ? x * 0x1p23f : x;
        float bias = tiny ? -23f : 0f;
        int i = Float.floatToRawIntBits(a) - FloatMath.SQRT_HALF_BITS;
        float e = (i >> 23) + bias;
        int bits = (i & FloatMath.MANTISSA_BITS) + FloatMath.SQRT_HALF_BITS;
        float f = Float.intBitsToFloat(bits) - 1f;

        // q = f / (f + 2), as high + low
        float inverse = 1f / (f + 2f);
        float qh = f * inverse;
        float ql = Math.fma(qh, -f, Math.fma(qh, -2f, f)) * inverse;
        // s = q²
        float sh = qh * qh;
        float sl = Math.fma(qh + qh, ql, Math.fma(qh, qh, -sh));
        // c = 1/3 + s · P(s)
        float tail = Math.fma(Math.fma(A2, sh, A1), sh, A0) * sh;
        float ch = THIRD_HI + tail;
        float cl = (THIRD_HI - ch) + tail + THIRD_LO;
        // d = s · c, g = q · d
        float dh = sh * ch;
        float dl = Math.fma(sh, cl, Math.fma(sl, ch, Math.fma(sh, ch, -dh)));
        float gh = qh * dh;
        float gl = Math.fma(qh, dl, Math.fma(ql, dh, Math.fma(qh, dh, -gh)));
        // u = 2 (q + g)
        float uh = qh + gh;
        float ul = ((qh - uh) + gh) + (ql + gl);
        uh = uh + uh;
        ul = ul + ul;
        // log x = e · ln 2 + u
        float nh = e * FloatMath.LN2_HI;
        float nl = Math.fma(e, FloatMath.LN2_LO, Math.fma(e, FloatMath.LN2_HI, -nh));
        float lh = nh + uh;
        float back = lh - nh;
        float ll = ((nh - (lh - back)) + (uh - back)) + (nl + ul);
        float edge = x == 0f ? Float.NEGATIVE_INFINITY : lh;
        float logHigh = x == Float.POSITIVE_INFINITY ? x : edge;
        // y · log x
        float ph = y * logHigh;
        float pl = Math.fma(y, ll, Math.fma(y, logHigh, -ph));
        return expOfSum(ph, pl);
    }

    private static float expOfSum(float high, float low) {
        boolean outside = high > FloatMath.EXP_HIGH || high < FloatMath.EXP_LOW;
        float below = high > FloatMath.EXP_HIGH ? FloatMath.EXP_HIGH : high;
        float a = below < FloatMath.EXP_LOW ? FloatMath.EXP_LOW : below;
        float b = outside ? 0f : low;
        float shifted = Math.fma(a, FloatMath.LOG2_E, FloatMath.ROUND);
        float n = shifted - FloatMath.ROUND;
        float r = Math.fma(n, -FloatMath.LN2_HI, a);
        r = Math.fma(n, -FloatMath.LN2_LO, r) + b;
        int k = Float.floatToRawIntBits(shifted) - FloatMath.ROUND_BITS;
        return FloatMath.scale(FloatMath.expTail(r) + 1f, k);
    }
}
