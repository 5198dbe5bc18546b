package dev.dnet.device;

import dev.dnet.compiler.codegen.tornado.DeviceKind;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Path;
import java.util.List;

/// A machine with devices for a test, which is skipped where none can be had.
final class OpenClHere {
    private OpenClHere() {}

    static DeviceVm machine(DeviceKind kind, Path folder) {
        return machine(kind, List.of(), folder);
    }

    static DeviceVm machine(DeviceKind kind, List<String> flags, Path folder) {
        return OpenCl.machine(kind, flags, folder)
                .orElseGet(() -> Assumptions.abort(OpenCl.MISSING));
    }
}
