package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;

/// A thread for each element; one that is false is reported.
@AutoService(DeviceRoutine.class)
public final class DataChecks implements DeviceRoutine {
    @Override
    public String routine() {
        return "Require.all";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        text.points(Size.product(kernel.sizes()));
        text.open("if ($L == 0)", text.operand(0, "point"));
        text.fault("0");
        text.close();
        text.open("if (point == 0)");
        text.set("0", "(byte) 1");
        text.close();
    }
}
