package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

/// A copy. Where the host has not seen the indices, one that lies outside is reported, and replaced
/// by the first: so no kernel behind it leaves its memory.
@AutoService(DeviceRoutine.class)
public final class IndexChecks implements DeviceRoutine {
    @Override
    public String routine() {
        return "CheckIndices";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var extent = text.size(kernel.sizes().getFirst());
        var shape = kernel.sizes().subList(1, kernel.sizes().size());
        text.points(Size.product(shape));
        var lane = text.operandLane(0);
        text.line("final $T value = $L", lane.java(), text.operand(0, "point"));
        if (!text.isJudged()) {
            text.set("point", "value");
            return;
        }
        text.open("if (value < 0 || value >= $L)", extent);
        if (lane.type() == ElementType.I64) {
            text.line("final long most = value > 0x7fffffffL ? 0x7fffffffL : value");
            text.fault("(most < -0x80000000L ? -0x80000000L : most)");
        } else {
            text.fault("value");
        }
        text.set("point", "0");
        text.next("else");
        text.set("point", "value");
        text.close();
    }
}
