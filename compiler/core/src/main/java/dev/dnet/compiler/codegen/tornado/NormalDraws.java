package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// Normal numbers after Box and Muller: of a pair of uniform ones, the first gives the radius.
@AutoService(DeviceRoutine.class)
public final class NormalDraws implements DeviceRoutine {
    @Override
    public String routine() {
        return "RandomNormal";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        Draws.begin(kernel, text);
        var lane = text.targetLane();
        var unit = Draws.unit(text);
        text.line(
                "final $T u = ($L + 1) * $L", lane.java(), Draws.bits(text, "which / 2 * 2"), unit);
        text.line(
                "final $T turn = $L * ($L * $L)",
                lane.java(),
                lane.literal(2 * Math.PI),
                Draws.bits(text, "which / 2 * 2 + 1"),
                unit);
        text.line(
                "final $T radius = $T.sqrt(-2 * $T.log(u))",
                lane.java(),
                Tornado.MATH,
                Tornado.MATH);
        text.set(
                "point",
                "radius * (which % 2 == 0 ? $T.cos(turn) : $T.sin(turn))",
                Tornado.MATH,
                Tornado.MATH);
    }
}
