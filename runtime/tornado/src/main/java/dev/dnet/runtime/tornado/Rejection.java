package dev.dnet.runtime.tornado;

import dev.dnet.runtime.DnetException;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out why a graph did not run: compiles its kernels one by one until one is refused.
final class Rejection {
    private final TornadoDevice device;
    private final List<TornadoDriver> drivers;

    Rejection(TornadoDevice device, List<TornadoDriver> drivers) {
        this.device = device;
        this.drivers = List.copyOf(drivers);
    }

    DnetException of(int entry, List<Launch> launches, Throwable cause) {
        if (cause instanceof TornadoOutOfMemoryException) {
            return MemoryCheck.outOfMemory(device, drivers.get(entry), cause);
        }
        for (var launch : launches) {
            var refused = refused(launch);
            if (refused.isPresent()) {
                return new DnetException(
                        "device/kernel-rejected",
                        "kernel %s of %s does not compile for %s: %s. %s"
                                .formatted(
                                        launch.id(),
                                        drivers.get(entry).name(),
                                        Devices.model(device),
                                        refused.get(),
                                        launch.doc()),
                        "a kernel that TornadoVM and the driver take; what they say of it stands"
                                + " above",
                        "run it on another device or on the CPU, and report the line: this is a"
                                + " fault of dnet or of TornadoVM",
                        cause);
            }
        }
        return new DnetException(
                "device/failed",
                "%s did not run on %s: %s"
                        .formatted(drivers.get(entry).name(), Devices.model(device), reason(cause)),
                "a device that runs its kernels; what the driver says stands above",
                "run it on another device or on the CPU",
                cause);
    }

    /// What is at the bottom of it.
    static String reason(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().replaceAll("\u001b\\[[0-9;]*m", "").strip();
    }

    private Optional<String> refused(Launch launch) {
        try {
            var graph = new TaskGraph("alone");
            var arrays = new ArrayList<Object>(launch.arrays());
            if (!arrays.isEmpty()) {
                graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays.toArray());
            }
            launch.task().accept(graph);
            var plan = new TornadoExecutionPlan(graph.snapshot());
            plan.withDevice(device);
            plan.withPreCompilation();
            return Optional.empty();
        } catch (RuntimeException | TornadoInternalError e) {
            return Optional.of(reason(e));
        }
    }
}
