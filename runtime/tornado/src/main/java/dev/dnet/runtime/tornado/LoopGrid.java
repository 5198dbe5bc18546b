package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

/// The grid of a kernel that is a parallel loop: it counts on from its number by as many as there
/// are threads, so that any number of them is right.
///
/// @param group threads of a group
/// @param most groups that are of use
record LoopGrid(int group, long most) {
    /// So many threads for each unit of a processor: what one has left to do, another may take.
    private static final int EACH = 4;

    /// What a loop for an FPGA is compiled with, and a modest group of any other device.
    private static final int MODEST = 64;

    static LoopGrid of(TornadoDevice device) {
        return Kind.of(device) == Kind.CPU
                ? new LoopGrid(
                        1, (long) EACH * device.getPhysicalDevice().getDeviceMaxComputeUnits())
                : new LoopGrid(MODEST, Integer.MAX_VALUE / MODEST);
    }

    /// For so many iterations.
    long groups(long count) {
        return Math.min(most, (count + group - 1) / group);
    }
}
