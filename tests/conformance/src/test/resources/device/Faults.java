package dev.dnet.runtime.tornado;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.device.Device;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.TreeMap;

/// Earns the errors of devices, and prints each behind a line with its name.
public final class Faults {
    private Faults() {}

    public static void main(String[] args) {
        for (var name : args) {
            System.out.println("== " + name);
            try {
                switch (name) {
                    case "device/none" -> Devices.require(Device.gpu());
                    case "device/unknown" -> Devices.require(Device.of("opencl:99"));
                    case "device/other-kind" ->
                            Devices.requireKind(Device.fpga(), device(1, 1), Kind.GPU);
                    case "device/too-large" -> require(1L << 30, 1L << 40);
                    case "device/out-of-memory" -> require(1L << 40, 1L << 30);
                    case "device/element-type" ->
                            Probe.require(device(1L << 30, 1L << 30), ElementType.F64);
                    case "device/kernel-rejected" -> run(new Driver(true));
                    case "device/failed" -> throw failed();
                    default -> throw new IllegalArgumentException(name);
                }
                System.out.println("nothing was thrown");
            } catch (DnetException e) {
                System.out.println(e.text());
            }
        }
        System.out.println("==");
    }

    private static void require(long largest, long all) {
        var driver = new Driver(false);
        driver.bind();
        MemoryCheck.require(device(largest, all), new TreeMap<>(driver.layout().needed()), driver);
    }

    /// A device that is only asked for its limits.
    private static TornadoDevice device(long largest, long all) {
        var model = proxy(TornadoTargetDevice.class, largest, all);
        return (TornadoDevice)
                Proxy.newProxyInstance(
                        Faults.class.getClassLoader(),
                        new Class<?>[] {TornadoDevice.class},
                        (self, method, arguments) ->
                                switch (method.getName()) {
                                    case "getMaxAllocMemory" -> largest;
                                    case "getMaxGlobalMemory" -> all;
                                    case "getPhysicalDevice" -> model;
                                    case "getDeviceType" -> TornadoDeviceType.ACCELERATOR;
                                    default -> throw new UnsupportedOperationException();
                                });
    }

    private static Object proxy(Class<?> type, long largest, long all) {
        return Proxy.newProxyInstance(
                Faults.class.getClassLoader(), new Class<?>[] {type}, (self, method, a) -> "a device");
    }

    private static DnetException failed() {
        var driver = new Driver(false);
        var device = device(1L << 40, 1L << 40);
        return new Rejection(device, List.of(driver))
                .of(0, List.of(), new IllegalStateException("the driver hung"));
    }

    private static void run(TornadoDriver driver) {
        driver.bind();
        driver.execute(MemorySegment.NULL);
    }

    private static final class Program extends TornadoProgram {
        Program() {
            super(Device.of("opencl:0"), Kind.GPU, new MemorySegment[0], MemorySegment.NULL);
        }

        void add(TornadoDriver driver) {
            entry(driver);
        }
    }

    private static final class Driver extends TornadoDriver {
        private final boolean small;

        Driver(boolean small) {
            this.small = small;
            Program program = new Program();
            super(program, "step", List.of(), 0, 0, 2, false);
            program.add(this);
        }

        @Override
        protected void layout(Layout layout) {
            long count = small ? 64 : 1L << 29;
            layout.scratch(ElementType.F32, count, "relu f32[N, 6, 28, 28] at lenet.dnet:14");
            layout.scratch(ElementType.F32, count / 2, "pooled f32[N, 6, 14, 14] at lenet.dnet:15");
        }

        @Override
        protected void launches(Launches launches) {
            var context = launches.context();
            var numbers = launches.numbers();
            var f32 = launches.f32(Area.SCRATCH);
            launches.add(
                    "relu_0",
                    "Computes lenet.dnet:14.",
                    64,
                    () -> 1L,
                    graph -> graph.task("relu_0", Faults::bad, context, numbers, f32),
                    f32);
        }
    }

    /// TornadoVM knows no rounding to the nearest number.
    public static void bad(KernelContext context, IntArray numbers, FloatArray x) {
        x.set(context.globalIdx, (float) Math.rint(x.get(context.globalIdx)));
    }
}
