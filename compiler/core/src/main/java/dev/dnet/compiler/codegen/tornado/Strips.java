package dev.dnet.compiler.codegen.tornado;

/// What the loops of kernels know of devices without groups.
///
/// @param run elements that an iteration of the parallel loop does, where it may choose
/// @param strip elements that are brought to private memory together
/// @param busy so many iterations keep a device busy
/// @param rows of a matrix product that an iteration has sums of
/// @param columns the same
/// @param piece the fewest terms of a sum that are worth an iteration of their own
record Strips(int run, int strip, int busy, int rows, int columns, int piece) {
    /// For processors: sums in the first cache, strips that their vectors take.
    static final Strips CPU = new Strips(4096, 64, 32, 32, 64, 1024);

    /// For circuits: sums in registers.
    static final Strips FPGA = new Strips(1024, 64, 64, 8, 8, 1024);
}
