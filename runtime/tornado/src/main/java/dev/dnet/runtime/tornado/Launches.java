package dev.dnet.runtime.tornado;

import dev.dnet.runtime.ElementType;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
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
import java.util.function.LongSupplier;

/// The kernels of an entry point in the making, and the arrays that they take.
public final class Launches {
    private final Banks banks;
    private final IntArray numbers;
    private final LoopGrid loops;
    private final KernelContext context = new KernelContext();
    private final List<Launch> launches = new ArrayList<>();

    Launches(Banks banks, IntArray numbers, LoopGrid loops) {
        this.banks = banks;
        this.numbers = numbers;
        this.loops = loops;
    }

    /// The first argument of every kernel that is no loop.
    public KernelContext context() {
        return context;
    }

    /// The next, or the first of a loop: sizes and places.
    public IntArray numbers() {
        return numbers;
    }

    /// A bank of `f32`.
    public FloatArray f32(Area area) {
        return (FloatArray) banks.array(area, ElementType.F32);
    }

    /// A bank of `f16`, the bits of each.
    public ShortArray f16(Area area) {
        return (ShortArray) banks.array(area, ElementType.F16);
    }

    /// A bank of `bf16`, the bits of each.
    public ShortArray bf16(Area area) {
        return (ShortArray) banks.array(area, ElementType.BF16);
    }

    /// A bank of `f64`.
    public DoubleArray f64(Area area) {
        return (DoubleArray) banks.array(area, ElementType.F64);
    }

    /// A bank of `i32`.
    public IntArray i32(Area area) {
        return (IntArray) banks.array(area, ElementType.I32);
    }

    /// A bank of `i64`.
    public LongArray i64(Area area) {
        return (LongArray) banks.array(area, ElementType.I64);
    }

    /// A bank of `bool`, a byte each.
    public ByteArray bool(Area area) {
        return (ByteArray) banks.array(area, ElementType.BOOL);
    }

    /// The next kernel: its name, what it computes, the threads of a group, how many groups it has
    /// for the present sizes, what adds it to a graph under its name, and the banks that it takes.
    public void add(
            String id,
            String doc,
            int group,
            LongSupplier groups,
            Consumer<TaskGraph> task,
            TornadoNativeArray... arrays) {
        launches.add(new Launch(id, doc, group, groups, List.of(arrays), task));
    }

    /// The next kernel where that is a parallel loop, with so many iterations for the present
    /// sizes.
    public void loop(
            String id,
            String doc,
            LongSupplier iterations,
            Consumer<TaskGraph> task,
            TornadoNativeArray... arrays) {
        LongSupplier groups = () -> loops.groups(iterations.getAsLong());
        add(id, doc, loops.group(), groups, task, arrays);
    }

    List<Launch> all() {
        return List.copyOf(launches);
    }
}
