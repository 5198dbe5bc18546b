package dev.dnet.device;

import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.codegen.tornado.DeviceKind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What compiles emitted kernels for CUDA, as far as it is here.
record Cuda(Optional<Sdk> sdk, Optional<Nvcc> nvcc) {
    private static final String BACKEND = "cuda";

    /// TornadoVM is where `TORNADOVM_CUDA_HOME` says, or `TORNADOVM_HOME`.
    static Cuda find() {
        var sdk = Sdk.find("TORNADOVM_CUDA_HOME").or(Sdk::find);
        boolean fits = sdk.isPresent() && sdk.get().backends().contains(BACKEND);
        return new Cuda(fits ? sdk : Optional.empty(), Nvcc.find());
    }

    /// Why nothing compiles here.
    Optional<String> missing() {
        if (sdk.isEmpty()) {
            return Optional.of(
                    "no TornadoVM with its CUDA backend at TORNADOVM_CUDA_HOME or TORNADOVM_HOME");
        }
        return nvcc.isEmpty()
                ? Optional.of("no nvcc at CUDA_HOME or on the path")
                : Optional.empty();
    }

    /// What becomes of every kernel of these cases.
    List<CudaKernel.Compiled> compile(Path folder, List<DeviceCase> cases)
            throws IOException, InterruptedException {
        var machine =
                new DeviceVm(
                        sdk.orElseThrow(),
                        BACKEND,
                        DeviceKind.GPU,
                        CudaSources.flags(folder),
                        folder);
        var sources = CudaSources.of(cases, machine.run(DeviceBatch.of(cases, machine.kind(), 1)));
        var compiled = nvcc.orElseThrow().compile(folder, sources.kernels());
        return Stream.concat(sources.refused().stream(), compiled.stream()).toList();
    }
}
