package dev.dnet.runtime.tornado;

import dev.dnet.runtime.device.Device;

import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/// Copies an array on a device, in several ways.
public final class DeviceCopy {
    private static final int GROUP = 256;

    private DeviceCopy() {}

    /// The nanoseconds that the kernel took each time: one that TornadoVM makes of a loop, one with
    /// a thread for each element, or one whose threads have four elements each.
    public static long[] times(String device, int elements, String way, int runs) {
        var from = new FloatArray(elements);
        var to = new FloatArray(elements);
        for (int i = 0; i < elements; i++) {
            from.set(i, i % 1021);
        }
        var graph = new TaskGraph("copy").transferToDevice(DataTransferMode.FIRST_EXECUTION, from);
        int threads = way.equals("FOUR") ? (elements + 3) / 4 : elements;
        switch (way) {
            case "LOOP" -> graph.task("t", DeviceCopy::loop, from, to);
            case "ONE" -> graph.task("t", DeviceCopy::one, new KernelContext(), from, to, elements);
            case "FOUR" ->
                    graph.task(
                            "t",
                            DeviceCopy::four,
                            new KernelContext(),
                            from,
                            to,
                            elements,
                            threads);
            default -> throw new IllegalArgumentException(way);
        }
        graph.transferToHost(DataTransferMode.UNDER_DEMAND, to);
        var plan = new TornadoExecutionPlan(graph.snapshot());
        plan.withDevice(Devices.require(Device.of(device)));
        plan.withProfiler(ProfilerMode.SILENT);
        if (!way.equals("LOOP")) {
            var grid = new WorkerGrid1D((threads + GROUP - 1) / GROUP * GROUP);
            grid.setLocalWork(GROUP, 1, 1);
            plan.withGridScheduler(new GridScheduler("copy.t", grid));
        }
        var times = new long[runs];
        for (int r = 0; r < runs; r++) {
            var result = plan.execute();
            times[r] = result.getProfilerResult().getDeviceKernelTime();
            if (r == 0) {
                result.transferToHost(to);
            }
        }
        for (int i = 0; i < elements; i++) {
            if (to.get(i) != i % 1021) {
                throw new IllegalStateException("the copy has " + to.get(i) + " at " + i);
            }
        }
        plan.withoutProfiler();
        plan.freeDeviceMemory();
        return times;
    }

    public static void loop(FloatArray from, FloatArray to) {
        for (@Parallel int i = 0; i < from.getSize(); i++) {
            to.set(i, from.get(i));
        }
    }

    public static void one(KernelContext context, FloatArray from, FloatArray to, int elements) {
        int i = context.globalIdx;
        if (i < elements) {
            to.set(i, from.get(i));
        }
    }

    /// Neighbouring threads have neighbouring elements.
    public static void four(
            KernelContext context, FloatArray from, FloatArray to, int elements, int threads) {
        int i = context.globalIdx;
        if (i + 3 * threads < elements) {
            float a = from.get(i);
            float b = from.get(i + threads);
            float c = from.get(i + 2 * threads);
            float d = from.get(i + 3 * threads);
            to.set(i, a);
            to.set(i + threads, b);
            to.set(i + 2 * threads, c);
            to.set(i + 3 * threads, d);
        } else if (i < threads) {
            for (int j = i; j < elements; j += threads) {
                to.set(j, from.get(j));
            }
        }
    }
}
