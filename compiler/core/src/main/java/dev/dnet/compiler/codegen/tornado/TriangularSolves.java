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
        var a = text.operand(0);
        var b = text.operand(1);
        var x = text.target();
        var lane = text.targetLane();
        text.points(sizes.get(0).times(sizes.get(2)));
        text.line("final int matrix = point / $L * $L * $L", columns, n, n);
        text.line(
                "final int first = point / $L * $L * $L + point % $L",
                columns, n, columns, columns);
        text.open("for (int k = 0; k < $L; k++)", n);
        text.line("$L.set(first + k * $L, $L.get(first + k * $L))", x, columns, b, columns);
        text.close();
        text.open("for (int step = 0; step < $L; step++)", n);
        text.line("final int i = $L", forward ? "step" : n + " - 1 - step");
        text.line(
                unit
                        ? "final $T known = $L.get(first + i * $L)"
                        : "final $T known = $L.get(first + i * $L) / $L.get(matrix + i * $L + i)",
                unit
                        ? new Object[] {lane.java(), x, columns}
                        : new Object[] {lane.java(), x, columns, a, n});
        text.line("$L.set(first + i * $L, known)", x, columns);
        text.open("for (int rest = step + 1; rest < $L; rest++)", n);
        text.line("final int j = $L", forward ? "rest" : n + " - 1 - rest");
        text.line(
                "final $T factor = $L.get(matrix + $L)",
                lane.java(),
                a,
                transpose ? "i * " + n + " + j" : "j * " + n + " + i");
        text.line(
                "$L.set(first + j * $L, $L.get(first + j * $L) - factor * known)",
                x,
                columns,
                x,
                columns);
        text.close();
        text.close();
    }
}
