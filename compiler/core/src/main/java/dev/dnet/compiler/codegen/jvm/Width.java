package dev.dnet.compiler.codegen.jvm;

import dev.dnet.runtime.ElementType;

/// For which machine a holder of kernels is written: plain loops, or vectors of so many bits.
public enum Width {
    PLAIN(0),
    BITS_128(128),
    BITS_256(256),
    BITS_512(512);

    private final int bits;

    Width(int bits) {
        this.bits = bits;
    }

    public int bits() {
        return bits;
    }

    public boolean isVector() {
        return bits > 0;
    }

    /// Elements in one vector.
    public int lanes(ElementType type) {
        return bits / 8 / type.bytes();
    }
}
