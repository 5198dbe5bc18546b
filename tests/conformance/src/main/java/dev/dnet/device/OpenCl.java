package dev.dnet.device;

import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.codegen.tornado.DeviceKind;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What runs emitted kernels by OpenCL, where it is here.
final class OpenCl {
    static final String BACKEND = "opencl";

    /// Why nothing runs where there is none.
    static final String MISSING = "no TornadoVM with its OpenCL backend at TORNADOVM_HOME";

    private OpenCl() {}

    static Optional<Sdk> sdk() {
        return Sdk.find().filter(sdk -> sdk.backends().contains(BACKEND));
    }

    /// A machine for kernels of a kind, with more flags, that has its files in a folder.
    static Optional<DeviceVm> machine(DeviceKind kind, List<String> flags, Path folder) {
        return sdk().map(sdk -> new DeviceVm(sdk, BACKEND, kind, flags, folder));
    }
}
