package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.type.Size;

/// Who runs a kernel.
///
/// @param count points of their own, groups, or iterations of a loop
/// @param threads those of a group
record Launch(By by, Size count, int threads) {
    /// Threads of a group that have nothing to do with each other.
    private static final int INDEPENDENT = 64;

    enum By {
        /// Each thread has a number of its own below the count.
        THREADS,
        /// Each group has: its threads share local memory and wait for each other.
        GROUPS,
        /// Threads share a `@Parallel` loop; how many there are is the device's matter.
        LOOP
    }

    static Launch points(Size count) {
        return new Launch(By.THREADS, count, INDEPENDENT);
    }

    static Launch groups(Size count, int threads) {
        return new Launch(By.GROUPS, count, threads);
    }

    static Launch loop(Size count) {
        return new Launch(By.LOOP, count, 0);
    }

    boolean isLoop() {
        return by == By.LOOP;
    }

    /// What the runtime is told: how many groups there are, or iterations. A grid that is not a
    /// whole number of groups does not run, without an error.
    Size amount() {
        return by == By.THREADS ? count.plus(threads - 1).floorDiv(threads) : count;
    }

    /// The number's name in the kernel.
    String number() {
        return by == By.GROUPS ? "group" : "point";
    }

    /// Where a thread finds the number, unless it counts.
    String source() {
        return by == By.GROUPS ? "context.groupIdx" : "context.globalIdx";
    }
}
