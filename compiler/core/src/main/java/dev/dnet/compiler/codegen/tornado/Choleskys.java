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
        var lane = text.targetLane();
        text.points(kernel.sizes().get(0));
        text.line("final int first = point * $L * $L", n, n);
        text.open("for (int i = 0; i < $L; i++)", n);
        text.open("for (int j = 0; j < $L; j++)", n);
        text.line("final int at = first + i * $L + j", n);
        text.open("if (j > i)");
        text.set("at", "$L", lane.literal(0));
        text.next("else");
        text.line("$T rest = $L", lane.java(), text.operand(0, "at"));
        text.open("for (int k = 0; k < j; k++)");
        text.line(
                "rest = rest - $L * $L",
                text.target("first + i * " + n + " + k"),
                text.target("first + j * " + n + " + k"));
        text.close();
        text.open("if (i == j)");
        text.set("at", "$T.sqrt(rest)", Tornado.MATH);
        text.next("else");
        text.set("at", "rest / $L", text.target("first + j * " + n + " + j"));
        text.close();
        text.close();
        text.close();
        text.close();
    }
}
