package dev.dnet.runtime;

/// Floats of 16 bits: how f16 (IEEE binary16) and bf16 (the upper half of an f32) become f32 and
/// back. Arithmetic is done in f32; a result is rounded to the nearest number of its type, ties to
/// even. There is one NaN, and what is too large becomes infinite.
public final class Half {
    private static final short F16_NAN = 0x7e00;
    private static final short BF16_NAN = 0x7fc0;

    private Half() {}

    /// The number that 16 bits of memory stand for.
    public static float fromF16(short bits) {
        return Float.float16ToFloat(bits);
    }

    /// The number that 16 bits of memory stand for.
    public static float fromBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /// The bits of the nearest f16.
    public static short toF16(float value) {
        return Float.isNaN(value) ? F16_NAN : Float.floatToFloat16(value);
    }

    /// The bits of the nearest bf16.
    public static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.isNaN(value) ? BF16_NAN : (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /// The nearest f16, as an f32.
    public static float roundF16(float value) {
        return fromF16(toF16(value));
    }

    /// The nearest bf16, as an f32.
    public static float roundBf16(float value) {
        return fromBf16(toBf16(value));
    }

    /// The tensor with elements of another of the types f32, f16 and bf16, rounded where that has
    /// fewer bits; as it is where no such conversion leads to the type.
    public static Tensor as(ElementType type, Tensor tensor) {
        boolean converts =
                tensor.type() != type
                        && tensor.type().arithmetic() == ElementType.F32
                        && type.arithmetic() == ElementType.F32;
        return converts ? Tensor.of(type, tensor.toFloats(), tensor.shape()) : tensor;
    }

    /// A number as an element of a float type: the nearest one.
    public static double round(ElementType type, double value) {
        return switch (type) {
            case F16 -> roundF16((float) value);
            case BF16 -> roundBf16((float) value);
            case F32 -> (float) value;
            case F64 -> value;
            case I32, I64, BOOL -> throw new IllegalArgumentException(type + " is no float");
        };
    }
}
