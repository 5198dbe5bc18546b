package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// The host has compared the sizes: what is left is the answer.
@AutoService(DeviceRoutine.class)
public final class SizeChecks implements DeviceRoutine {
    @Override
    public String routine() {
        return "Require";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        text.set("point", "(byte) 1");
    }
}
