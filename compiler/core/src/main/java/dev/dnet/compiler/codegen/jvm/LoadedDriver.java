package dev.dnet.compiler.codegen.jvm;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.runtime.Driver;
import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;

/// Drivers without the class that users call: for tests, reports and checks.
public final class LoadedDriver {
    private LoadedDriver() {}

    /// The driver with this full name, over the kernels of `kernels`, the full name of the
    /// interface that [KernelFiles] writes.
    public static Driver of(
            ClassLoader loader,
            String kernels,
            String driver,
            Width width,
            WorkPool pool,
            MemorySegment[] variables,
            MemorySegment numbers) {
        try {
            var api = loader.loadClass(kernels);
            var suffix = width.isVector() ? String.valueOf(width.bits()) : "Plain";
            var holder = loader.loadClass(kernels + suffix).getDeclaredConstructor(WorkPool.class);
            holder.setAccessible(true);
            var constructor =
                    loader.loadClass(driver)
                            .getDeclaredConstructor(
                                    api,
                                    api,
                                    WorkPool.class,
                                    MemorySegment[].class,
                                    MemorySegment.class);
            constructor.setAccessible(true);
            var made = holder.newInstance(pool);
            return (Driver) constructor.newInstance(made, made, pool, variables, numbers);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(driver, e);
        }
    }
}
