package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.type.Size;

/// A thread for each place of a line, which adds up the whole line: as many products as the line is
/// long for each place.
@AutoService(DeviceRoutine.class)
public final class FourierSums implements DeviceRoutine {
    @Override
    public String routine() {
        return "FourierSum";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var sizes = kernel.sizes();
        var lane = text.operandLane(0);
        text.points(Size.product(sizes.subList(0, 3)));
        var length = text.size(sizes.get(1));
        var inner = text.size(sizes.get(2));
        text.line("final int half = $L", text.size(Size.product(sizes.subList(0, 3))));
        text.line("final int place = point / $L % $L", inner, length);
        text.line("final int first = point - place * $L", inner);
        text.line("final $T turn = $L / $L", lane.java(), lane.literal(2 * Math.PI), length);
        text.line("$T re = 0", lane.java());
        text.line("$T im = 0", lane.java());
        // TornadoVM does not get by where it knows an angle, so it must not know where this begins.
        text.line("final int zero = point >> 31");
        text.open("for (int k = zero; k < $L; k++)", length);
        text.line("final int step = (int) ((long) place * k % $L)", length);
        text.line("final $T angle = turn * step", lane.java());
        text.line("final $T c = $T.cos(angle)", lane.java(), Tornado.MATH);
        text.line(
                "final $T s = $L$T.sin(angle)",
                lane.java(),
                sizes.get(3).is(0) ? "-" : "",
                Tornado.MATH);
        text.line("final $T x = $L", lane.java(), text.operand(0, "first + k * " + inner));
        text.line("final $T y = $L", lane.java(), text.operand(0, "half + first + k * " + inner));
        text.line("re = re + x * c - y * s");
        text.line("im = im + x * s + y * c");
        text.close();
        text.set("point", "re");
        text.set("half + point", "im");
    }
}
