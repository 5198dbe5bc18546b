package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// A thread for each element of `[outer, length, inner]`: it counts those of its line that come
/// before, and writes its number there. Stable; NaN is the largest. Both counts are branches: of
/// one condition with `&&` and `||`, added as `? 1 : 0`, TornadoVM 5.2 makes zeros.
@AutoService(DeviceRoutine.class)
public final class ArgSorts implements DeviceRoutine {
    @Override
    public String routine() {
        return "ArgSort";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var sizes = kernel.sizes();
        var length = text.size(sizes.get(1));
        var inner = text.size(sizes.get(2));
        boolean descending = sizes.get(3).is(1);
        text.points(sizes.get(0).times(sizes.get(1)).times(sizes.get(2)));
        var lane = text.operandLane(0);
        text.line(
                "final int line = point / ($L * $L) * $L + point % $L",
                length, inner, inner, inner);
        text.line("final int first = line / $L * $L * $L + line % $L", inner, length, inner, inner);
        text.line("final int own = point / $L % $L", inner, length);
        text.line("final $T mine = $L", lane.java(), text.operand(0, "first + own * " + inner));
        text.line("int before = 0");
        text.open("for (int k = 0; k < $L; k++)", length);
        text.line("final $T other = $L", lane.java(), text.operand(0, "first + k * " + inner));
        text.open("if ($L)", less(lane.type().isFloat(), descending, "other", "mine"));
        text.line("before++");
        text.next(
                "else if (k < own && !($L))",
                less(lane.type().isFloat(), descending, "mine", "other"));
        text.line("before++");
        text.close();
        text.close();
        text.set("first + before * " + inner, "own");
    }

    /// Whether one comes in front of the other.
    private static String less(boolean floats, boolean descending, String a, String b) {
        var low = descending ? b : a;
        var high = descending ? a : b;
        return floats
                ? "%1$s < %2$s || %1$s == %1$s && %2$s != %2$s".formatted(low, high)
                : low + " < " + high;
    }
}
