package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// A thread for each matrix: column by column, what earlier columns have of it is taken out, twice,
/// so that rounding leaves nothing of them, and the rest is brought to length one. The signs are
/// those of a factor `R` with a diagonal that is not negative.
@AutoService(DeviceRoutine.class)
public final class QrFactors implements DeviceRoutine {
    @Override
    public String routine() {
        return "QrQ";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var rows = text.size(kernel.sizes().get(1));
        var columns = text.size(kernel.sizes().get(2));
        var lane = text.targetLane();
        var at = "first + i * " + columns;
        text.points(kernel.sizes().getFirst());
        text.line("final int first = point * $L * $L", rows, columns);
        text.open("for (int k = 0; k < $L; k++)", columns);
        text.open("for (int i = 0; i < $L; i++)", rows);
        text.set(at + " + k", "$L", text.operand(0, at + " + k"));
        text.close();
        text.open("for (int pass = 0; pass < 2; pass++)");
        text.open("for (int j = 0; j < k; j++)");
        text.line("$T part = $L", lane.java(), lane.literal(0));
        text.open("for (int i = 0; i < $L; i++)", rows);
        text.line("part = part + $L * $L", text.target(at + " + j"), text.target(at + " + k"));
        text.close();
        text.open("for (int i = 0; i < $L; i++)", rows);
        text.set(at + " + k", "$L - part * $L", text.target(at + " + k"), text.target(at + " + j"));
        text.close();
        text.close();
        text.close();
        text.line("$T square = $L", lane.java(), lane.literal(0));
        text.open("for (int i = 0; i < $L; i++)", rows);
        text.line("square = square + $L * $L", text.target(at + " + k"), text.target(at + " + k"));
        text.close();
        text.line("final $T length = $T.sqrt(square)", lane.java(), Tornado.MATH);
        text.open("for (int i = 0; i < $L; i++)", rows);
        text.set(at + " + k", "$L / length", text.target(at + " + k"));
        text.close();
        text.close();
    }
}
