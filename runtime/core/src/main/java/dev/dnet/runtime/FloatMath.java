package dev.dnet.runtime;

/// Functions of `float` whose bits are the same on every machine and at every vector width.
///
/// Each function is one straight line of operations that the Vector API does bit for bit alike:
/// add, subtract, multiply, divide, fused multiply-add, comparison and select, integer shift, mask
/// and add, and the reinterpretation of bits. Emitted kernels repeat the same lines on vectors. The
/// sign and payload of a NaN are not fixed.
///
/// Largest errors that `FloatMathTest` allows, in units in the last place: exp 1.0, expm1 1.5, log
/// 0.9, log1p 1.4, sin and cos 1.7 (up to 4,194,304, NaN beyond), tanh 1.4, sigmoid 2.3, erf 1.2,
/// pow 1.2.
///
/// Every polynomial is our own least-maximum fit (weighted least squares on 1,500 Chebyshev nodes,
/// iterated after Lawson, function values with 40 digits; coefficients rounded to float from the
/// lowest order up, the rest fitted anew each time). The comment at each says interval and error.
public final class FloatMath {
    /// 1.5 · 2^23: adding it rounds to an integer, which then stands in the low bits.
    static final float ROUND = 12582912f;

    static final int ROUND_BITS = 0x4B400000;

    /// log2(e).
    static final float LOG2_E = 1.442695f;

    /// ln 2 as the sum of two floats.
    static final float LN2_HI = 0x1.62e430p-1f;

    static final float LN2_LO = -0x1.05c610p-29f;

    /// exp overflows above 88.73 and is less than half the least float below -103.98.
    static final float EXP_HIGH = 89f;

    static final float EXP_LOW = -104f;

    /// (exp(r) - 1 - r) / r² on |r| <= ln2 / 2; error of exp 3.1e-9, relative.
    private static final float E0 = 0x1.fffffcp-2f;

    private static final float E1 = 0x1.555492p-3f;
    private static final float E2 = 0x1.5558b4p-5f;
    private static final float E3 = 0x1.12399ep-7f;
    private static final float E4 = 0x1.6a492cp-10f;

    /// (log(1 + f) - f + f²/2) / f³ on sqrt(1/2) <= 1 + f <= sqrt(2); error of log 7.7e-10,
    /// relative.
    private static final float L0 = 0x1.555548p-2f;

    private static final float L1 = -0x1.000006p-2f;
    private static final float L2 = 0x1.99a476p-3f;
    private static final float L3 = -0x1.555c44p-3f;
    private static final float L4 = 0x1.233ba2p-3f;
    private static final float L5 = -0x1.fc28cap-4f;
    private static final float L6 = 0x1.e6c00ap-4f;
    private static final float L7 = -0x1.de01d8p-4f;
    private static final float L8 = 0x1.147334p-4f;

    /// The bits of the float just above sqrt(1/2): where the mantissa is cut.
    static final int SQRT_HALF_BITS = 0x3f3504f4;

    static final int MANTISSA_BITS = 0x007fffff;

    /// (tanh(x) - x) / x³ in x², |x| <= 0.626; error 4.5e-9, relative.
    private static final float T0 = -0x1.555532p-2f;

    private static final float T1 = 0x1.1106f6p-3f;
    private static final float T2 = -0x1.b835a4p-5f;
    private static final float T3 = 0x1.51f8cep-6f;
    private static final float T4 = -0x1.750ce4p-8f;

    /// (erf(x) - x) / x in x², |x| <= 0.93; error 9.0e-10, relative.
    private static final float S0 = 0x1.06eba8p-3f;

    private static final float S1 = -0x1.812740p-2f;
    private static final float S2 = 0x1.ce2d64p-4f;
    private static final float S3 = -0x1.b8011ap-6f;
    private static final float S4 = 0x1.544a1ap-8f;
    private static final float S5 = -0x1.a60a2ep-11f;
    private static final float S6 = 0x1.4f6760p-14f;

    /// -(log(1 - erf(t)) + t) / t, 0.92 <= t <= 3.95; error of erf 7.4e-10, relative.
    private static final float B0 = 0x1.0778dcp-3f;

    private static final float B1 = 0x1.45328ep-1f;
    private static final float B2 = 0x1.b32568p-4f;
    private static final float B3 = -0x1.855122p-6f;
    private static final float B4 = 0x1.dd6ba6p-9f;
    private static final float B5 = -0x1.527944p-12f;
    private static final float B6 = 0x1.78d006p-17f;

    private FloatMath() {}

    /// e to the power x.
    public static float exp(float x) {
        float high = x > EXP_HIGH ? EXP_HIGH : x;
        float a = high < EXP_LOW ? EXP_LOW : high;
        float shifted = Math.fma(a, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, a));
        float p = expTail(r) + 1f;
        int k = Float.floatToRawIntBits(shifted) - ROUND_BITS;
        return scale(p, k);
    }

    /// exp(x) - 1, accurate where x is small.
    public static float expm1(float x) {
        float high = x > EXP_HIGH ? EXP_HIGH : x;
        float a = high < -20f ? -20f : high;
        float shifted = Math.fma(a, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, a));
        int k = Float.floatToRawIntBits(shifted) - ROUND_BITS;
        float half = Float.intBitsToFloat((k + 126) << 23);
        float y = Math.fma(half, expTail(r), half - 0.5f);
        float result = y + y;
        return x == 0f ? x : result;
    }

    /// The natural logarithm.
    public static float log(float x) {
        boolean tiny = x < 0x1p-126f;
        float a = tiny ? x * 0x1p23f : x;
        float bias = tiny ? -23f : 0f;
        int i = Float.floatToRawIntBits(a) - SQRT_HALF_BITS;
        float e = (i >> 23) + bias;
        float m = Float.intBitsToFloat((i & MANTISSA_BITS) + SQRT_HALF_BITS);
        float y = logOfMantissa(m - 1f, e);
        return logEdges(x, y);
    }

    /// log(1 + x), accurate where x is small.
    public static float log1p(float x) {
        float u = 1f + x;
        float lost = x > 1f ? 1f - (u - x) : x - (u - 1f);
        int i = Float.floatToRawIntBits(u) - SQRT_HALF_BITS;
        int k = i >> 23;
        float e = k;
        float m = Float.intBitsToFloat((i & MANTISSA_BITS) + SQRT_HALF_BITS);
        float down = x > 0x1p30f ? 0f : Float.intBitsToFloat((127 - k) << 23);
        float f = Math.fma(lost, down, m - 1f);
        float y = logOfMantissa(f, e);
        float result = logEdges(u, y);
        return x == 0f ? x : result;
    }

    /// The sine; NaN for |x| > 4,194,304, where a float no longer says where in the turn it is.
    public static float sin(float x) {
        return FloatTurn.sin(x);
    }

    /// The cosine; NaN for |x| > 4,194,304.
    public static float cos(float x) {
        return FloatTurn.cos(x);
    }

    /// The hyperbolic tangent.
    public static float tanh(float x) {
        float a = Math.abs(x);
        float z = x * x;
        float p = Math.fma(T4, z, T3);
        p = Math.fma(p, z, T2);
        p = Math.fma(p, z, T1);
        p = Math.fma(p, z, T0);
        float small = Math.fma(x * z, p, x);
        float large = 1f - 2f / (exp(a + a) + 1f);
        float signed = withSignOf(large, x);
        float result = a < 0.625f ? small : signed;
        return x == 0f ? x : result;
    }

    /// 1 / (1 + exp(-x)).
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        float top = x < 0f ? e : 1f;
        return top / (1f + e);
    }

    /// The error function.
    public static float erf(float x) {
        float a = Math.abs(x);
        float z = x * x;
        float s = Math.fma(S6, z, S5);
        s = Math.fma(s, z, S4);
        s = Math.fma(s, z, S3);
        s = Math.fma(s, z, S2);
        s = Math.fma(s, z, S1);
        s = Math.fma(s, z, S0);
        float small = Math.fma(x, s, x);
        float t = a > 4f ? 4f : a;
        float b = Math.fma(B6, t, B5);
        b = Math.fma(b, t, B4);
        b = Math.fma(b, t, B3);
        b = Math.fma(b, t, B2);
        b = Math.fma(b, t, B1);
        b = Math.fma(b, t, B0);
        float large = withSignOf(1f - exp(-Math.fma(t, b, t)), x);
        return a < 0.925f ? small : large;
    }

    /// x to the power y, with the special cases of `Math.pow`.
    public static float pow(float x, float y) {
        return FloatPow.pow(x, y);
    }

    /// The nearest integer, ties to even; the sign of zero is kept.
    public static float rint(float x) {
        float a = Math.abs(x);
        float r = withSignOf((a + 0x1p23f) - 0x1p23f, x);
        return a < 0x1p23f ? r : x;
    }

    /// The greatest integer that is not above x.
    public static float floor(float x) {
        float r = rint(x);
        return r > x ? r - 1f : r;
    }

    /// The least integer that is not below x.
    public static float ceil(float x) {
        return -floor(-x);
    }

    /// exp(r) - 1 for |r| <= ln2 / 2.
    static float expTail(float r) {
        float p = Math.fma(E4, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, E1);
        p = Math.fma(p, r, E0);
        return Math.fma(r * r, p, r);
    }

    /// p · 2^k in two steps, so that only the last one rounds, be it to a subnormal.
    static float scale(float p, int k) {
        int half = k >> 1;
        float first = Float.intBitsToFloat((half + 127) << 23);
        float second = Float.intBitsToFloat((k - half + 127) << 23);
        return p * first * second;
    }

    /// The size of `magnitude`, which is not negative, with the sign of `sign`.
    static float withSignOf(float magnitude, float sign) {
        int bit = Float.floatToRawIntBits(sign) & 0x80000000;
        return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | bit);
    }

    private static float logOfMantissa(float f, float e) {
        float z = f * f;
        float p = Math.fma(L8, f, L7);
        p = Math.fma(p, f, L6);
        p = Math.fma(p, f, L5);
        p = Math.fma(p, f, L4);
        p = Math.fma(p, f, L3);
        p = Math.fma(p, f, L2);
        p = Math.fma(p, f, L1);
        p = Math.fma(p, f, L0);
        float y = Math.fma(e, LN2_LO, f * z * p);
        y = Math.fma(-0.5f, z, y);
        return Math.fma(e, LN2_HI, f + y);
    }

    private static float logEdges(float x, float y) {
        float top = x == Float.POSITIVE_INFINITY ? x : y;
        float zero = x == 0f ? Float.NEGATIVE_INFINITY : top;
        float negative = x < 0f ? Float.NaN : zero;
        return Float.isNaN(x) ? x : negative;
    }
}
