package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// A thread for each line along the axis of `[outer, length, inner]`.
@AutoService(DeviceRoutine.class)
public final class CumulativeSums implements DeviceRoutine {
    @Override
    public String routine() {
        return "CumulativeSum";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var sizes = kernel.sizes();
        var inner = text.size(sizes.get(2));
        var length = text.size(sizes.get(1));
        boolean reverse = sizes.get(3).is(1);
        text.points(sizes.get(0).times(sizes.get(2)));
        var lane = text.targetLane();
        text.line(
                "final int first = point / $L * $L * $L + point % $L", inner, length, inner, inner);
        text.line("$T sum = $L", lane.java(), lane.literal(0));
        text.open("for (int k = 0; k < $L; k++)", length);
        text.line(
                "final int at = first + $L * $L",
                reverse ? "(" + length + " - 1 - k)" : "k",
                inner);
        text.line("sum = sum + $L", text.operand(0, "at"));
        text.set("at", "sum");
        text.close();
    }
}
