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

/// Kernels that could change arrays and never do. TornadoVM gives memory to what a task touches: so
/// the graphs that own the banks have these.
public final class Touch {
    private static final KernelContext CONTEXT = new KernelContext();

    private Touch() {}

    /// A task of the graph for the variables of a type.
    static void variables(
            TaskGraph graph, String id, ElementType type, IntArray chain, Banks banks) {
        var array = banks.array(Area.VARIABLES, type);
        switch (type) {
            case F32 -> graph.task(id, Touch::floats, CONTEXT, chain, (FloatArray) array);
            case F64 -> graph.task(id, Touch::doubles, CONTEXT, chain, (DoubleArray) array);
            case I32 -> graph.task(id, Touch::ints, CONTEXT, chain, (IntArray) array);
            case I64 -> graph.task(id, Touch::longs, CONTEXT, chain, (LongArray) array);
            case BOOL -> graph.task(id, Touch::bytes, CONTEXT, chain, (ByteArray) array);
            case F16, BF16 -> graph.task(id, Touch::shorts, CONTEXT, chain, (ShortArray) array);
        }
    }

    /// A task of the graph for all banks of a type, and for the numbers of a call.
    static void all(
            TaskGraph graph,
            String id,
            ElementType type,
            IntArray chain,
            IntArray numbers,
            Banks banks) {
        var v = banks.array(Area.VARIABLES, type);
        var s = banks.array(Area.SCRATCH, type);
        var i = banks.array(Area.INPUT, type);
        var o = banks.array(Area.OUTPUT, type);
        switch (type) {
            case F32 ->
                    graph.task(
                            id,
                            Touch::floats,
                            CONTEXT,
                            chain,
                            numbers,
                            (FloatArray) v,
                            (FloatArray) s,
                            (FloatArray) i,
                            (FloatArray) o);
            case F64 ->
                    graph.task(
                            id,
                            Touch::doubles,
                            CONTEXT,
                            chain,
                            numbers,
                            (DoubleArray) v,
                            (DoubleArray) s,
                            (DoubleArray) i,
                            (DoubleArray) o);
            case I32 ->
                    graph.task(
                            id,
                            Touch::ints,
                            CONTEXT,
                            chain,
                            numbers,
                            (IntArray) v,
                            (IntArray) s,
                            (IntArray) i,
                            (IntArray) o);
            case I64 ->
                    graph.task(
                            id,
                            Touch::longs,
                            CONTEXT,
                            chain,
                            numbers,
                            (LongArray) v,
                            (LongArray) s,
                            (LongArray) i,
                            (LongArray) o);
            case BOOL ->
                    graph.task(
                            id,
                            Touch::bytes,
                            CONTEXT,
                            chain,
                            numbers,
                            (ByteArray) v,
                            (ByteArray) s,
                            (ByteArray) i,
                            (ByteArray) o);
            case F16, BF16 ->
                    graph.task(
                            id,
                            Touch::shorts,
                            CONTEXT,
                            chain,
                            numbers,
                            (ShortArray) v,
                            (ShortArray) s,
                            (ShortArray) i,
                            (ShortArray) o);
        }
    }

    /// Variables of `f32`.
    public static void floats(KernelContext context, IntArray chain, FloatArray a) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            a.set(0, a.get(0) + 1);
        }
    }

    /// All of `f32`.
    public static void floats(
            KernelContext context,
            IntArray chain,
            IntArray numbers,
            FloatArray a,
            FloatArray b,
            FloatArray c,
            FloatArray d) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            numbers.set(0, 2);
            a.set(0, a.get(0) + 1);
            b.set(0, b.get(0) + 1);
            c.set(0, c.get(0) + 1);
            d.set(0, d.get(0) + 1);
        }
    }

    /// Variables of `f64`.
    public static void doubles(KernelContext context, IntArray chain, DoubleArray a) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            a.set(0, a.get(0) + 1);
        }
    }

    /// All of `f64`.
    public static void doubles(
            KernelContext context,
            IntArray chain,
            IntArray numbers,
            DoubleArray a,
            DoubleArray b,
            DoubleArray c,
            DoubleArray d) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            numbers.set(0, 2);
            a.set(0, a.get(0) + 1);
            b.set(0, b.get(0) + 1);
            c.set(0, c.get(0) + 1);
            d.set(0, d.get(0) + 1);
        }
    }

    /// Variables of `i32`.
    public static void ints(KernelContext context, IntArray chain, IntArray a) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            a.set(0, a.get(0) + 1);
        }
    }

    /// All of `i32`.
    public static void ints(
            KernelContext context,
            IntArray chain,
            IntArray numbers,
            IntArray a,
            IntArray b,
            IntArray c,
            IntArray d) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            numbers.set(0, 2);
            a.set(0, a.get(0) + 1);
            b.set(0, b.get(0) + 1);
            c.set(0, c.get(0) + 1);
            d.set(0, d.get(0) + 1);
        }
    }

    /// Variables of `i64`.
    public static void longs(KernelContext context, IntArray chain, LongArray a) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            a.set(0, a.get(0) + 1);
        }
    }

    /// All of `i64`.
    public static void longs(
            KernelContext context,
            IntArray chain,
            IntArray numbers,
            LongArray a,
            LongArray b,
            LongArray c,
            LongArray d) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            numbers.set(0, 2);
            a.set(0, a.get(0) + 1);
            b.set(0, b.get(0) + 1);
            c.set(0, c.get(0) + 1);
            d.set(0, d.get(0) + 1);
        }
    }

    /// Variables of `bool`.
    public static void bytes(KernelContext context, IntArray chain, ByteArray a) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            a.set(0, (byte) (a.get(0) + 1));
        }
    }

    /// All of `bool`.
    public static void bytes(
            KernelContext context,
            IntArray chain,
            IntArray numbers,
            ByteArray a,
            ByteArray b,
            ByteArray c,
            ByteArray d) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            numbers.set(0, 2);
            a.set(0, (byte) (a.get(0) + 1));
            b.set(0, (byte) (b.get(0) + 1));
            c.set(0, (byte) (c.get(0) + 1));
            d.set(0, (byte) (d.get(0) + 1));
        }
    }

    /// Variables of 16 bits.
    public static void shorts(KernelContext context, IntArray chain, ShortArray a) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            a.set(0, (short) (a.get(0) + 1));
        }
    }

    /// All of 16 bits.
    public static void shorts(
            KernelContext context,
            IntArray chain,
            IntArray numbers,
            ShortArray a,
            ShortArray b,
            ShortArray c,
            ShortArray d) {
        if (context.globalIdx == 0 && chain.get(0) == 1) {
            chain.set(0, 2);
            numbers.set(0, 2);
            a.set(0, (short) (a.get(0) + 1));
            b.set(0, (short) (b.get(0) + 1));
            c.set(0, (short) (c.get(0) + 1));
            d.set(0, (short) (d.get(0) + 1));
        }
    }
}
