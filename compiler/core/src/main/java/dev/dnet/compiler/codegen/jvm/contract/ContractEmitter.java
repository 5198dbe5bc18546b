package dev.dnet.compiler.codegen.jvm.contract;

import dev.dnet.compiler.codegen.jvm.kernel.KernelCode;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;

import java.util.List;

/// The way in: picks the form of a contraction by its structure and sizes.
public final class ContractEmitter {
    private ContractEmitter() {}

    public static KernelCode emit(Kernel.Contraction kernel, List<Buffer> buffers, Width width) {
        return Plan.of(kernel, buffers)
                .map(p -> TiledForm.write(p, buffers, width))
                .orElseGet(() -> GeneralForm.write(kernel, buffers, width));
    }
}
