package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.loops.Kernel;

/// A thread for each column of the right sides: each row, once known, is taken out of those that
/// are not.
@AutoService(DeviceRoutine.class)
public final class TriangularSolves implements DeviceRoutine {
    @Override
    public String routine() {
        return "TriangularSolve";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var sizes = kernel.sizes();
        var n = text.size(sizes.get(1));
        var columns = text.size(sizes.get(2));
        boolean transpose = sizes.get(4).is(1);
        boolean forward = sizes.get(3).is(1) != transpose;
        boolean unit = sizes.get(5).is(1);
        var lane = text.targetLane();
        text.points(sizes.get(0).times(sizes.get(2)));
        text.line("final int matrix = point / $L * $L * $L", columns, n, n);
        text.line(
                "final int first = point / $L * $L * $L + point % $L",
                columns, n, columns, columns);
        text.open("for (int k = 0; k < $L; k++)", n);
        var k = "first + k * " + columns;
        text.set(k, "$L", text.operand(1, k));
        text.close();
        text.open("for (int step = 0; step < $L; step++)", n);
        text.line("final int i = $L", forward ? "step" : n + " - 1 - step");
        var i = "first + i * " + columns;
        var diagonal = unit ? "" : " / " + text.operand(0, "matrix + i * " + n + " + i");
        text.line("final $T known = $L$L", lane.java(), text.target(i), diagonal);
        text.set(i, "known");
        text.open("for (int rest = step + 1; rest < $L; rest++)", n);
        text.line("final int j = $L", forward ? "rest" : n + " - 1 - rest");
        var place = transpose ? "i * " + n + " + j" : "j * " + n + " + i";
        text.line("final $T factor = $L", lane.java(), text.operand(0, "matrix + " + place));
        var j = "first + j * " + columns;
        text.set(j, "$L - factor * known", text.target(j));
        text.close();
        text.close();
    }
}
