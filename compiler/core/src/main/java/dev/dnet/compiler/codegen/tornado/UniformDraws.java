package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// Uniform numbers in [0, 1).
@AutoService(DeviceRoutine.class)
public final class UniformDraws implements DeviceRoutine {
    @Override
    public String routine() {
        return "RandomUniform";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        Draws.begin(kernel, text);
        text.set("point", "$L * $L", Draws.bits(text, "which"), Draws.unit(text));
    }
}
