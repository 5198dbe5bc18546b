package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Vectors;

import java.util.Arrays;
import java.util.List;

/// For which machine a holder of kernels is written: plain loops, or vectors of so many bits.
public enum Width {
    PLAIN(0),
    BITS_128(128),
    BITS_256(256),
    BITS_512(512);

    /// Every machine.
    public static final List<Width> ALL = List.of(values());

    private final int bits;

    Width(int bits) {
        this.bits = bits;
    }

    /// This machine: its vectors, and plain loops.
    public static List<Width> ofThisMachine() {
        int preferred = Vectors.preferredBits();
        return Arrays.stream(values()).filter(w -> !w.isVector() || w.bits == preferred).toList();
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
