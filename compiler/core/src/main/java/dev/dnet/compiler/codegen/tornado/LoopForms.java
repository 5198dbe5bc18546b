package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// Kernels that are a `@Parallel` loop, without barriers or local memory.
final class LoopForms implements Forms {
    private final DeviceScalars scalars;
    private final Strips strips;

    LoopForms(DeviceScalars scalars, Strips strips) {
        this.scalars = scalars;
        this.strips = strips;
    }

    @Override
    public Launch points(Size count) {
        return Launch.loop(count);
    }

    @Override
    public List<DeviceKernel> write(Kernel.Loops kernel, Points points) {
        return List.of(PointKernel.write(points.of(kernel), points.buffers(), scalars, this));
    }

    @Override
    public List<DeviceKernel> write(Kernel.Contraction kernel, Points points) {
        return List.of(PointKernel.write(points.of(kernel), points.buffers(), scalars, this));
    }
}
