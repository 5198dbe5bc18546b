package dev.dnet.runtime;

/// The types that an element of a tensor can have.
public enum ElementType {
    F32("f32", "F32", 4),
    F64("f64", "F64", 8),
    I32("i32", "I32", 4),
    I64("i64", "I64", 8),
    /// One byte, 0 or 1.
    BOOL("bool", "BOOL", 1);

    private final String dnetName;
    private final String safetensorsName;
    private final int bytes;

    ElementType(String dnetName, String safetensorsName, int bytes) {
        this.dnetName = dnetName;
        this.safetensorsName = safetensorsName;
        this.bytes = bytes;
    }

    /// As programs write it.
    public String dnetName() {
        return dnetName;
    }

    public String safetensorsName() {
        return safetensorsName;
    }

    public int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    public boolean isInteger() {
        return this == I32 || this == I64;
    }
}
