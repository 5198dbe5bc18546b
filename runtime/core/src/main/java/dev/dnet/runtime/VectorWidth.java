package dev.dnet.runtime;

import jdk.incubator.vector.FloatVector;

/// The one class here that touches the incubator module; loaded only where that is present.
final class VectorWidth {
    private VectorWidth() {}

    /// The width that the JVM prefers: 0 where it is narrower than 128 bits.
    static int preferredBits() {
        int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        return bits >= 512 ? 512 : bits >= 256 ? 256 : bits >= 128 ? 128 : 0;
    }
}
