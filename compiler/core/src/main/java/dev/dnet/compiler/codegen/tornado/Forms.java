package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// How kernels find their work and share it: one for each way of TornadoVM to say so. A
/// [DeviceKind] has one.
sealed interface Forms permits GroupForms, LoopForms {

    /// What runs a kernel that does one of so many points at a time.
    Launch points(Size count);

    /// The launches of a kernel of loops, in order.
    List<DeviceKernel> write(Kernel.Loops kernel, Points points);

    /// The launches of a contraction, in order.
    List<DeviceKernel> write(Kernel.Contraction kernel, Points points);
}
