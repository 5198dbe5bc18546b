package dev.dnet.runtime;

import java.util.Arrays;
import java.util.Optional;

/// The element types of tensors, by the names that a program, a message and a checkpoint use.
public enum ElementType {
    F32("f32", "F32", 4),
    F64("f64", "F64", 8),
    F16("f16", "F16", 2),
    BF16("bf16", "BF16", 2),
    I32("i32", "I32", 4),
    I64("i64", "I64", 8),
    BOOL("bool", "BOOL", 1);

    private final String dnetName;
    private final String safetensorsName;
    private final int bytes;

    ElementType(String dnetName, String safetensorsName, int bytes) {
        this.dnetName = dnetName;
        this.safetensorsName = safetensorsName;
        this.bytes = bytes;
    }

    /// Bytes of one element in memory and in a file.
    public int bytes() {
        return bytes;
    }

    /// The name in dnet source: `f32`.
    public String dnetName() {
        return dnetName;
    }

    /// The name in a safetensors header: `F32`.
    public String safetensorsName() {
        return safetensorsName;
    }

    /// True for the types that have a derivative.
    public boolean isFloat() {
        return this == F32 || this == F64 || isHalf();
    }

    /// True for the floats of 16 bits.
    public boolean isHalf() {
        return this == F16 || this == BF16;
    }

    /// The type of arithmetic with such elements: f32 for floats of 16 bits.
    public ElementType arithmetic() {
        return isHalf() ? F32 : this;
    }

    /// True for the types that count.
    public boolean isInteger() {
        return this == I32 || this == I64;
    }

    /// The type that dnet source calls `name`.
    public static Optional<ElementType> ofDnetName(String name) {
        return Arrays.stream(values()).filter(type -> type.dnetName.equals(name)).findFirst();
    }

    /// The name in dnet source, since that is what messages show.
    @Override
    public String toString() {
        return dnetName;
    }
}
