package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

/// What kernels are written for, and what devices are. The compiler has the same names.
public enum Kind {
    /// Many threads in groups.
    GPU,
    /// A processor.
    CPU,
    /// Circuits.
    FPGA;

    /// That of a device. What TornadoVM does not name is taken for a GPU.
    static Kind of(TornadoDevice device) {
        return switch (device.getDeviceType()) {
            case CPU -> CPU;
            case FPGA, ACCELERATOR -> FPGA;
            case GPU, UNKNOWN, DEFAULT, CUSTOM, ALL -> GPU;
        };
    }
}
