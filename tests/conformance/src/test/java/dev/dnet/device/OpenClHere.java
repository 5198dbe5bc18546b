package dev.dnet.device;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Path;
import java.util.List;

/// A machine with devices for a test, which is skipped where none can be had.
final class OpenClHere {
    private OpenClHere() {}

    static DeviceVm machine(Path folder) {
        return machine(List.of(), folder);
    }

    static DeviceVm machine(List<String> flags, Path folder) {
        return OpenCl.machine(flags, folder).orElseGet(() -> Assumptions.abort(OpenCl.MISSING));
    }
}
