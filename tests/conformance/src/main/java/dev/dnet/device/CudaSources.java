package dev.dnet.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The CUDA C of emitted classes: TornadoVM prints it for a device that is described, not there.
///
/// @param kernels of all cases, in their order
/// @param refused cases that have none, or not all
record CudaSources(List<CudaKernel> kernels, List<CudaKernel.Compiled> refused) {
    /// All that TornadoVM wants to know of a device.
    private static final String DEVICE =
            """
            {
              "deviceName" : "sm_90",
              "doubleFPSupport" : true,
              "maxWorkItemSizes" : [1024, 1024, 64],
              "deviceAddressBits" : 64,
              "deviceType" : "CL_DEVICE_TYPE_GPU",
              "deviceExtensions" : "cl_khr_int64_base_atomics",
              "availableProcessors" : 132
            }
            """;

    CudaSources {
        kernels = List.copyOf(kernels);
        refused = List.copyOf(refused);
    }

    /// What makes TornadoVM print. The description of the device goes to a folder.
    static List<String> flags(Path folder) throws IOException {
        var device = Files.writeString(folder.resolve("device.json"), DEVICE);
        return List.of(
                "-Dtornado.virtual.device=True",
                "-Dtornado.device.desc=" + device,
                "-Dtornado.printKernel=True");
    }

    /// What cases printed that were run with these flags.
    static CudaSources of(List<DeviceCase> cases, List<DeviceVm.Ran> ran) {
        var kernels = new ArrayList<CudaKernel>();
        var refused = new ArrayList<CudaKernel.Compiled>();
        for (int k = 0; k < cases.size(); k++) {
            var label = cases.get(k).label();
            var found = split(label, ran.get(k).printed());
            kernels.addAll(found);
            error(ran.get(k), found)
                    .map(e -> CudaKernel.Compiled.refused(new CudaKernel(label, "", ""), e))
                    .ifPresent(refused::add);
        }
        return new CudaSources(kernels, refused);
    }

    /// A kernel ends at a brace in the first column.
    private static List<CudaKernel> split(String label, String printed) {
        var kernels = new ArrayList<CudaKernel>();
        var source = new StringBuilder();
        for (var line : printed.lines().toList()) {
            source.append(line).append('\n');
            if (line.startsWith("}") && source.indexOf(CudaKernel.ENTRY) >= 0) {
                kernels.add(CudaKernel.of(label, source.toString()));
                source.setLength(0);
            }
        }
        return kernels;
    }

    private static Optional<String> error(DeviceVm.Ran ran, List<CudaKernel> found) {
        if (!ran.error().isEmpty()) {
            return Optional.of(ran.error());
        }
        var missing = new HashSet<>(ran.kernels());
        found.forEach(k -> missing.remove(k.name()));
        return missing.isEmpty() ? Optional.empty() : Optional.of("not printed: " + missing);
    }
}
