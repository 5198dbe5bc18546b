package dev.dnet.runtime;

import java.util.Optional;

/// Tells generated code which vector width to run with, before any vector class is loaded.
///
/// The Vector API is an incubator module, which a JVM has only when started with `--add-modules
/// jdk.incubator.vector`. Results have the same bits at every width.
public final class Vectors {
    /// The module that must be in the boot layer.
    public static final String MODULE = "jdk.incubator.vector";

    private Vectors() {}

    /// Whether this JVM was started with the Vector API.
    public static boolean available() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /// The width in bits to use: 128, 256 or 512; 0 for plain loops. The system property
    /// `dnet.vector`, or else the environment variable `DNET_VECTOR`, overrides what the machine
    /// prefers.
    public static int preferredBits() {
        return override().map(Vectors::parse).orElseGet(Vectors::machineBits);
    }

    private static Optional<String> override() {
        return Optional.ofNullable(System.getProperty("dnet.vector"))
                .or(() -> Optional.ofNullable(System.getenv("DNET_VECTOR")))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static int parse(String text) {
        int bits =
                switch (text) {
                    case "0" -> 0;
                    case "128" -> 128;
                    case "256" -> 256;
                    case "512" -> 512;
                    default -> throw badWidth(text);
                };
        if (bits > 0 && !available()) {
            throw missing(bits);
        }
        return bits;
    }

    private static int machineBits() {
        return available() ? VectorWidth.preferredBits() : 0;
    }

    private static DnetException badWidth(String text) {
        return new DnetException(
                "vector/width",
                "dnet.vector is '" + text + "'",
                "0 (plain loops), 128, 256 or 512",
                "set it to one of these, or leave it unset to use what the machine prefers");
    }

    private static DnetException missing(int bits) {
        return new DnetException(
                "vector/missing-module",
                "dnet.vector asks for %d bits, but module %s is not there".formatted(bits, MODULE),
                "a JVM started with the Vector API",
                "start java with --add-modules " + MODULE + ", or set dnet.vector to 0");
    }
}
