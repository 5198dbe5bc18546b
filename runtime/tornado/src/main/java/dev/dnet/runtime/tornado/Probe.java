package dev.dnet.runtime.tornado;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;

import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Tries each element type on each device. Prints a line for each device, with tabs between: its
/// name for dnet, its own name, its kind, its bytes of memory, the most bytes of one array, the
/// element types whose kernel gave the right numbers, and what went wrong with others.
public final class Probe {
    private static final int COUNT = 64;

    private Probe() {}

    /// Prints the lines.
    public static void main(String[] args) {
        for (var found : Devices.all()) {
            var works = new ArrayList<String>();
            var fails = new ArrayList<String>();
            for (var type : ElementType.values()) {
                try {
                    (runs(found.device(), type) ? works : fails).add(type.dnetName());
                } catch (RuntimeException | TornadoInternalError e) {
                    fails.add(type.dnetName() + ": " + Rejection.reason(e));
                }
            }
            var line =
                    List.of(
                            found.name().toString(),
                            Devices.model(found.device()),
                            found.device().getDeviceType().name(),
                            Long.toString(found.device().getMaxGlobalMemory()),
                            Long.toString(found.device().getMaxAllocMemory()),
                            String.join(" ", works),
                            String.join("; ", fails));
            System.out.println(String.join("\t", line.stream().map(Probe::flat).toList()));
        }
    }

    /// Ends the call if the device has no numbers of a type, as some have no `f64`.
    static void require(TornadoDevice device, ElementType type) {
        if (!works(device, type)) {
            throw new DnetException(
                    "device/element-type",
                    "the program has tensors of %s, with which %s does not compute"
                            .formatted(type.dnetName(), Devices.model(device)),
                    "a device that does; `dnetc doctor` says which element types each has",
                    "choose another device, or another element type in the program");
        }
    }

    private static boolean works(TornadoDevice device, ElementType type) {
        try {
            return runs(device, type);
        } catch (RuntimeException | TornadoInternalError e) {
            return false;
        }
    }

    private static String flat(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /// Whether a kernel that adds one to each element does.
    private static boolean runs(TornadoDevice device, ElementType type) {
        var context = new KernelContext();
        return switch (type) {
            case F32 -> {
                var x = new FloatArray(COUNT);
                run(device, x, graph -> graph.task("t", Probe::floats, context, x));
                yield x.get(0) == 1 && x.get(COUNT - 1) == COUNT;
            }
            case F64 -> {
                var x = new DoubleArray(COUNT);
                run(device, x, graph -> graph.task("t", Probe::doubles, context, x));
                yield x.get(0) == 1 && x.get(COUNT - 1) == COUNT;
            }
            case I32 -> {
                var x = new IntArray(COUNT);
                run(device, x, graph -> graph.task("t", Probe::ints, context, x));
                yield x.get(0) == 1 && x.get(COUNT - 1) == COUNT;
            }
            case I64 -> {
                var x = new LongArray(COUNT);
                run(device, x, graph -> graph.task("t", Probe::longs, context, x));
                yield x.get(0) == 1 && x.get(COUNT - 1) == COUNT;
            }
            // Their bits lie in memory; arithmetic is that of f32.
            case F16, BF16 -> {
                var x = new ShortArray(COUNT);
                run(device, x, graph -> graph.task("t", Probe::shorts, context, x));
                yield x.get(0) == 1 && x.get(COUNT - 1) == COUNT;
            }
            case BOOL -> {
                var x = new ByteArray(COUNT);
                run(device, x, graph -> graph.task("t", Probe::bytes, context, x));
                yield x.get(0) == 1 && x.get(COUNT - 1) == COUNT;
            }
        };
    }

    private static void run(
            TornadoDevice device, TornadoNativeArray array, Consumer<TaskGraph> task) {
        var graph =
                new TaskGraph("probe").transferToDevice(DataTransferMode.EVERY_EXECUTION, array);
        task.accept(graph);
        graph.transferToHost(DataTransferMode.EVERY_EXECUTION, array);
        var grid = new WorkerGrid1D(COUNT);
        grid.setLocalWork(COUNT, 1, 1);
        var plan = new TornadoExecutionPlan(graph.snapshot());
        plan.withDevice(device);
        plan.withGridScheduler(new GridScheduler("probe.t", grid)).execute();
        plan.freeDeviceMemory();
    }

    /// The kernel for `f32`.
    public static void floats(KernelContext context, FloatArray x) {
        int i = context.globalIdx;
        x.set(i, x.get(i) + i + 1);
    }

    /// The kernel for `f64`.
    public static void doubles(KernelContext context, DoubleArray x) {
        int i = context.globalIdx;
        x.set(i, x.get(i) + i + 1);
    }

    /// The kernel for `i32`.
    public static void ints(KernelContext context, IntArray x) {
        int i = context.globalIdx;
        x.set(i, x.get(i) + i + 1);
    }

    /// The kernel for `i64`.
    public static void longs(KernelContext context, LongArray x) {
        int i = context.globalIdx;
        x.set(i, x.get(i) + i + 1);
    }

    /// The kernel for `bool`.
    public static void bytes(KernelContext context, ByteArray x) {
        int i = context.globalIdx;
        x.set(i, (byte) (x.get(i) + i + 1));
    }

    /// The kernel for floats of 16 bits.
    public static void shorts(KernelContext context, ShortArray x) {
        int i = context.globalIdx;
        x.set(i, (short) (x.get(i) + i + 1));
    }
}
