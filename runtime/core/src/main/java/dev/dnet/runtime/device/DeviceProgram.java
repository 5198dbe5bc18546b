package dev.dnet.runtime.device;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Driver;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;

/// A program on a device: its drivers, and the copy of its variables there.
public interface DeviceProgram extends AutoCloseable {

    /// The driver of an entry point, by its number in the program.
    Driver driver(int entry);

    /// Compiles the kernels of all entry points, for calls as large as the present one of this
    /// driver: a kernel that the device refuses shows before any work is done.
    void compile(Driver driver);

    /// Runs an entry point so many times on the arguments that it was bound with. Gives the
    /// nanoseconds that its kernels took in each run by the device's own clock, without what goes
    /// there and without what launching them takes; results stay on the device.
    long[] kernelTimes(Driver driver, int runs);

    /// Makes the variables on the host what they are on the device.
    void fetch();

    /// Says that the variables on the host are no longer what they are on the device: the next call
    /// takes them there. Caches are made what they are on the device.
    void changed();

    @Override
    void close();

    /// Stands for the CPU, where there is nothing to fetch.
    DeviceProgram NONE =
            new DeviceProgram() {
                @Override
                public Driver driver(int entry) {
                    throw new IllegalStateException("the CPU has drivers of its own");
                }

                @Override
                public void compile(Driver driver) {}

                @Override
                public long[] kernelTimes(Driver driver, int runs) {
                    throw new IllegalStateException("the CPU has no clock for kernels");
                }

                @Override
                public void fetch() {}

                @Override
                public void changed() {}

                @Override
                public void close() {}
            };

    /// The program of a generated class, on a device. What runs it there is the class of the same
    /// name with `Device` behind it, which is there if it was built for devices.
    static DeviceProgram open(
            Device device, Class<?> type, MemorySegment[] variables, MemorySegment numbers) {
        return open(device, type.getName(), type.getClassLoader(), variables, numbers);
    }

    /// The program of a class with this full name.
    static DeviceProgram open(
            Device device,
            String type,
            ClassLoader loader,
            MemorySegment[] variables,
            MemorySegment numbers) {
        var name = type + "Device";
        try {
            return Class.forName(name, true, loader)
                    .asSubclass(DeviceProgram.class)
                    .getConstructor(Device.class, MemorySegment[].class, MemorySegment.class)
                    .newInstance(device, variables, numbers);
        } catch (ClassNotFoundException e) {
            throw new DnetException(
                    "device/not-built",
                    "%s was compiled for the CPU alone"
                            .formatted(type.substring(type.lastIndexOf('.') + 1)),
                    "the class %s, with its kernels for devices".formatted(name),
                    "build it for devices too: `<devices>gpu</devices>` in the Maven plugin, or"
                            + " `dnetc build --devices gpu`",
                    e);
        } catch (NoClassDefFoundError e) {
            throw new DnetException(
                    "device/runtime-missing",
                    "the class %s is missing".formatted(e.getMessage()),
                    "dnet-runtime-tornado and TornadoVM beside the program",
                    "add them to the class path, and start java with the flags of `dnetc"
                            + " device-args`",
                    e);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof DnetException user
                    ? user
                    : new IllegalStateException(name, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
