package dev.dnet.compiler.codegen.tornado;

import dev.dnet.runtime.ElementType;

/// Floats of 16 bits in kernels: memory holds their bits, and arithmetic makes floats of them and
/// back, as the runtime's `Half` does. TornadoVM knows no bits of floats, many drivers know no
/// halves, and a quotient on a device may be off; products with powers of two are exact. What is
/// below the normal numbers of an f32 becomes zero as bf16, since devices compute with none.
final class HalfText {
    private static final String FROM_F16 =
            """
            final int e = bits >> 10 & 31;
            final int m = bits & 1023;
            final float size =
                    e == 0
                            ? m * 0x1p-24f
                            : e < 31
                                    ? (1024 + m) * ((float) (1 << e) * 0x1p-25f)
                                    : m == 0 ? Float.POSITIVE_INFINITY : noNumber(m);
            return (bits & 0x8000) == 0 ? size : -size;
            """;

    private static final String TO_F16 =
            """
            final float side = x == 0 ? 1 / x : x;
            final int sign = side < 0 ? 0x8000 : 0;
            final float a = Math.abs(x);
            if (x != x) {
                return 0x7e00;
            }
            if (a >= 65520) {
                return sign | 0x7c00;
            }
            if (a < 0x1p-14f) {
                return sign | nearest(a * 0x1p24f);
            }
            float y = a * 0x1p14f;
            int e = 1;
            """
                    + belowTwo(16)
                    + """
                    return sign | (e << 10) + nearest(y * 1024) - 1024;
                    """;

    private static final String FROM_BF16 =
            """
            final int e = bits >> 7 & 255;
            final int m = bits & 127;
            final int part = e >> 5;
            final float high = (float) ((128L + m) << (e & 31));
            final float low = high * 0x1p-70f;
            final float size =
                    e == 0
                            ? m * 0x1p-70f * 0x1p-63f
                            : part == 0
                                    ? low * 0x1p-64f
                                    : part == 1
                                            ? low * 0x1p-32f
                                            : part == 2
                                                    ? low
                                                    : part == 3
                                                            ? low * 0x1p32f
                                                            : part == 4
                                                                    ? high * 0x1p-6f
                                                                    : part == 5
                                                                            ? high * 0x1p26f
                                                                            : part == 6
                                                                                    ? high * 0x1p58f
                                                                                    : high * 0x1p90f;
            final float any = e < 255 ? size : m == 0 ? Float.POSITIVE_INFINITY : noNumber(m);
            return (bits & 0x8000) == 0 ? any : -any;
            """;

    private static final String TO_BF16 =
            """
            final float side = x == 0 ? 1 / x : x;
            final int sign = side < 0 ? 0x8000 : 0;
            final float a = Math.abs(x);
            if (x != x) {
                return 0x7fc0;
            }
            if (a > 0x1.fffffep127f) {
                return sign | 0x7f80;
            }
            if (a < 0x1p-126f) {
                return sign;
            }
            float y = a < 1 ? a * 0x1p126f : a;
            int e = a < 1 ? 1 : 127;
            """
                    + belowTwo(64)
                    + """
                    return sign | (e << 7) + nearest(y * 128) - 128;
                    """;

    /// Ties to even; what comes here is below a million, and not negative.
    private static final String NEAREST =
            """
            final int low = (int) x;
            final float rest = x - low;
            return low + (rest > 0.5f ? 1 : rest == 0.5f ? low & 1 : 0);
            """;

    /// No number. Drivers take no constant for it, and are told that arithmetic gives none.
    private static final String NONE = "final $1T below = 0f - m;\nreturn $2T.sqrt(below);\n";

    private HalfText() {}

    /// Brings `y` below 2 and counts in `e` how often it was halved, at most twice `most` times
    /// less one.
    private static String belowTwo(int most) {
        var steps = new StringBuilder();
        for (int power = most; power >= 1; power /= 2) {
            steps.append(
                    "if (y >= 0x1p%1$df) {\n    y *= 0x1p-%1$df;\n    e += %1$d;\n}\n"
                            .formatted(power));
        }
        return steps.toString();
    }

    /// The number that bits stand for, as Java; the scalars get the helper that it calls.
    static String from(ElementType type, String bits, DeviceScalars scalars) {
        var name = "from" + suffix(type);
        var body = type == ElementType.F16 ? FROM_F16 : FROM_BF16;
        scalars.helper("noNumber", ElementType.F32, "int m", NONE);
        scalars.helper(name, ElementType.F32, "int bits", body);
        return name + "(" + bits + ")";
    }

    /// The bits of the nearest number of a type, as a Java int.
    static String to(ElementType type, String value, DeviceScalars scalars) {
        var name = "to" + suffix(type);
        var body = type == ElementType.F16 ? TO_F16 : TO_BF16;
        scalars.helper("nearest", ElementType.I32, "float x", NEAREST);
        scalars.helper(name, ElementType.I32, "float x", body);
        return name + "(" + value + ")";
    }

    private static String suffix(ElementType type) {
        return type == ElementType.F16 ? "F16" : "Bf16";
    }
}
