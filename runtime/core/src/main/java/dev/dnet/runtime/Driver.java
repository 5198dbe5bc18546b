package dev.dnet.runtime;

import java.lang.foreign.MemorySegment;

/// Runs the kernels of one entry point of a program in order, on the memory that it is given. For
/// one thread at a time.
public abstract class Driver {
    protected final int[] sizes;
    protected final MemorySegment[] arguments;
    protected final MemorySegment[] results;

    /// For so many sizes, arguments and results.
    protected Driver(int sizes, int arguments, int results) {
        this.sizes = new int[sizes];
        this.arguments = new MemorySegment[arguments];
        this.results = new MemorySegment[results];
    }

    /// A size that the next call has.
    public final void size(int number, int value) {
        sizes[number] = value;
    }

    /// What the next call reads.
    public final void argument(int number, MemorySegment memory) {
        arguments[number] = memory;
    }

    /// What the next call writes.
    public final void result(int number, MemorySegment memory) {
        results[number] = memory;
    }

    /// Lays memory out for these sizes; returns how many bytes of scratch `execute` takes.
    public abstract long bind();

    /// Runs. What the scratch memory holds before is of no matter.
    public abstract void execute(MemorySegment scratch);
}
