package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.type.Size;

/// How many threads run a kernel. Either each has a number of its own below `count`, or whole
/// groups have: threads of one group share local memory and wait for each other.
///
/// @param count threads that have work, or groups
/// @param threads those of a group
record Launch(Size count, int threads, boolean ofGroups) {
    /// Threads of a group that have nothing to do with each other.
    private static final int INDEPENDENT = 64;

    static Launch points(Size count) {
        return new Launch(count, INDEPENDENT, false);
    }

    static Launch groups(Size count, int threads) {
        return new Launch(count, threads, true);
    }

    /// A grid that is not a whole number of groups does not run, without an error.
    Size groups() {
        return ofGroups ? count : count.plus(threads - 1).floorDiv(threads);
    }

    /// The number's name in the kernel.
    String number() {
        return ofGroups ? "group" : "point";
    }

    /// Where a thread finds the number.
    String source() {
        return ofGroups ? "context.groupIdx" : "context.globalIdx";
    }
}
