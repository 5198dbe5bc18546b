package dev.dnet.runtime.safetensors;

import dev.dnet.runtime.ElementType;

import java.util.Arrays;
import java.util.Optional;

/// The element types that a safetensors file may hold, and what each becomes when loaded.
public enum StoredType {
    F64(8, ElementType.F64),
    F32(4, ElementType.F32),
    F16(2, ElementType.F16),
    BF16(2, ElementType.BF16),
    I64(8, ElementType.I64),
    I32(4, ElementType.I32),
    I16(2, ElementType.I32),
    I8(1, ElementType.I32),
    U32(4, ElementType.I64),
    U16(2, ElementType.I32),
    U8(1, ElementType.I32),
    BOOL(1, ElementType.BOOL);

    private final int bytes;
    private final ElementType loadedAs;

    StoredType(int bytes, ElementType loadedAs) {
        this.bytes = bytes;
        this.loadedAs = loadedAs;
    }

    /// Bytes of one element in the file.
    public int bytes() {
        return bytes;
    }

    /// The element type after loading: the same, or one that holds every value.
    public ElementType loadedAs() {
        return loadedAs;
    }

    static Optional<StoredType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
