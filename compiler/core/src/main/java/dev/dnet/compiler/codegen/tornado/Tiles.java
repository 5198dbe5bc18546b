package dev.dnet.compiler.codegen.tornado;

/// What the forms of kernels know of devices. Numbers of threads are powers of two.
///
/// @param group the most threads of a group
/// @param warp the least
/// @param across neighbouring points that a group reads together where they, not the elements of
///   one, are contiguous: so many make a piece of memory that devices fetch
/// @param shortSweep loops below this length are left to one thread
/// @param manyPoints so many points keep a device busy with a thread for each
/// @param each rows and columns of a matrix product that a thread has
/// @param eachOfMany the same where that leaves tiles enough
/// @param narrow the fewest threads below and beside each other in a tile
/// @param depth terms of sums that are in local memory at a time
/// @param busy so many groups keep a device busy
/// @param piece the fewest terms of a sum that are worth a group of their own
/// @param localBytes local memory of a group
record Tiles(
        int group,
        int warp,
        int across,
        int shortSweep,
        int manyPoints,
        int each,
        int eachOfMany,
        int narrow,
        int depth,
        int busy,
        int piece,
        int localBytes) {
    /// For graphics processors of any make.
    static final Tiles GPU = new Tiles(256, 32, 16, 64, 1 << 15, 4, 8, 4, 16, 256, 256, 32 << 10);
}
