package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// A thread for each matrix, row by row: each element is what is left of it after the product of
/// two finished rows.
@AutoService(DeviceRoutine.class)
public final class Choleskys implements DeviceRoutine {
    @Override
    public String routine() {
        return "Cholesky";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var n = text.size(kernel.sizes().get(1));
        var a = text.operand(0);
        var l = text.target();
        var lane = text.targetLane();
        text.points(kernel.sizes().get(0));
        text.line("final int first = point * $L * $L", n, n);
        text.open("for (int i = 0; i < $L; i++)", n);
        text.open("for (int j = 0; j < $L; j++)", n);
        text.line("final int at = first + i * $L + j", n);
        text.open("if (j > i)");
        text.line("$L.set(at, $L)", l, lane.literal(0));
        text.next("else");
        text.line("$T rest = $L.get(at)", lane.java(), a);
        text.open("for (int k = 0; k < j; k++)");
        text.line(
                "rest = rest - $L.get(first + i * $L + k) * $L.get(first + j * $L + k)",
                l,
                n,
                l,
                n);
        text.close();
        text.open("if (i == j)");
        text.line("$L.set(at, $T.sqrt(rest))", l, Tornado.MATH);
        text.next("else");
        text.line("$L.set(at, rest / $L.get(first + j * $L + j))", l, l, n);
        text.close();
        text.close();
        text.close();
        text.close();
    }
}
