package dev.dnet.compiler.codegen.tornado;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What kernels are written for. This is where a device gets its form and its sizes.
public enum DeviceKind {
    /// Many threads, which share local memory in groups.
    GPU,
    /// Few threads with caches, as an OpenCL driver for processors has them.
    CPU,
    /// Loops that become circuits: no barriers, private memory alone.
    FPGA;

    Forms forms(DeviceScalars scalars) {
        return switch (this) {
            case GPU -> new GroupForms(scalars, Tiles.GPU);
            case CPU -> new LoopForms(scalars, Strips.CPU);
            case FPGA -> new LoopForms(scalars, Strips.FPGA);
        };
    }

    /// As users write it.
    public String dnetName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// By that name.
    public static Optional<DeviceKind> of(String name) {
        return Arrays.stream(values()).filter(k -> k.dnetName().equals(name)).findFirst();
    }

    /// The names of all.
    public static List<String> names() {
        return Arrays.stream(values()).map(DeviceKind::dnetName).toList();
    }
}
