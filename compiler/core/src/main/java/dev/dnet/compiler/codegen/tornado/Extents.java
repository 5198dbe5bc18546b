package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.type.Size;

import java.util.stream.Collectors;

/// Sizes of loops, as far as they are known when kernels are written.
final class Extents {
    private static final long MODEST = 32;

    private Extents() {}

    /// The size where each symbol is a modest number.
    static long typical(Size size) {
        var modest = size.symbols().stream().collect(Collectors.toMap(s -> s, s -> MODEST));
        return size.evaluate(modest);
    }

    /// How many parts of so many it takes.
    static Size parts(Size size, int each) {
        return size.plus(each - 1).floorDiv(each);
    }
}
