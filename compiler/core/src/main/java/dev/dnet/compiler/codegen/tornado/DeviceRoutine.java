package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.loops.Kernel;

/// A routine of the runtime as a kernel for devices. Found by being there.
public interface DeviceRoutine {

    /// The class in `dev.dnet.runtime.routine` that does the same on the JVM.
    String routine();

    /// Writes what a thread does, and says how many there are.
    void write(Kernel.Routine kernel, RoutineText text);
}
