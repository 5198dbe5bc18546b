package dev.dnet.runtime.tornado;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.device.Device;

import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The devices that TornadoVM finds.
public final class Devices {
    private Devices() {}

    /// A device and its name.
    public record Found(Device name, TornadoDevice device) {}

    /// All of them, by backend.
    public static List<Found> all() {
        var found = new ArrayList<Found>();
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        for (int b = 0; b < runtime.getNumBackends(); b++) {
            var backend = runtime.getBackend(b);
            var family = runtime.getBackendType(b).name().toLowerCase(Locale.ROOT);
            for (int d = 0; d < backend.getNumDevices(); d++) {
                found.add(new Found(Device.of(family + ":" + d), backend.getDevice(d)));
            }
        }
        return found;
    }

    /// What its maker calls it.
    static String model(TornadoDevice device) {
        return device.getPhysicalDevice().getDeviceName();
    }

    /// What a device is that a name means: what kernels for it are to be written for.
    public static Kind kind(Device name) {
        return Kind.of(require(name));
    }

    /// The one that a name means, if it runs kernels that are written for a kind.
    static TornadoDevice require(Device name, Kind kind) {
        var device = require(name);
        requireKind(name, device, kind);
        return device;
    }

    /// Any device runs loops, and a processor runs groups, if slowly; circuits are not made of
    /// groups.
    static void requireKind(Device name, TornadoDevice device, Kind kind) {
        if (kind == Kind.GPU && Kind.of(device) == Kind.FPGA) {
            throw new DnetException(
                    "device/other-kind",
                    "%s (%s) is an FPGA, and the kernels of these classes are written for GPUs"
                            .formatted(name, model(device)),
                    "kernels that are loops",
                    "build the classes with --devices fpga (Maven: <devices>fpga</devices>), or"
                            + " choose another device");
        }
    }

    static TornadoDevice require(Device name) {
        List<Found> all;
        try {
            all = all();
        } catch (RuntimeException | LinkageError e) {
            throw new DnetException(
                    "device/none",
                    "TornadoVM finds no device: %s".formatted(Rejection.reason(e)),
                    "a device, its driver, and a backend of TornadoVM for it",
                    "install the driver (OpenCL: an ICD such as pocl-opencl-icd; CUDA: NVIDIA's), and"
                            + " start java with the flags of `dnetc device-args`; `dnetc doctor`"
                            + " shows what is found",
                    e);
        }
        return all.stream()
                .filter(f -> fits(name, f))
                .map(Found::device)
                .findFirst()
                .orElseThrow(() -> unknown(name, all));
    }

    private static boolean fits(Device name, Found found) {
        if (name.equals(Device.gpu())) {
            return found.device.getDeviceType() == TornadoDeviceType.GPU;
        }
        if (name.equals(Device.fpga())) {
            return found.device.getDeviceType() == TornadoDeviceType.FPGA
                    || found.device.getDeviceType() == TornadoDeviceType.ACCELERATOR;
        }
        return name.equals(found.name);
    }

    private static DnetException unknown(Device name, List<Found> all) {
        var found =
                all.stream()
                        .map(f ->
                                "%s (%s, %s)"
                                        .formatted(
                                                f.name, model(f.device), f.device.getDeviceType()))
                        .collect(Collectors.joining(", "));
        return new DnetException(
                "device/unknown",
                "there is no device %s; TornadoVM finds %s"
                        .formatted(name, found.isEmpty() ? "none" : found),
                "one of those",
                found.isEmpty()
                        ? "install a driver: OpenCL needs an ICD such as pocl-opencl-icd, CUDA"
                                + " NVIDIA's driver"
                        : "choose one of them, or install the driver of the one that you mean");
    }
}
