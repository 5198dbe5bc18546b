package dev.dnet.compiler.codegen.tornado;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.loops.Kernel;

import java.util.List;

/// A thread for each matrix, which turns pairs of columns of the identity until the matrix is
/// diagonal in them (Jacobi), and then sorts them. The matrix itself is only read: what it is in
/// the present columns is computed again for each pair.
@AutoService(DeviceRoutine.class)
public final class Eigenvectors implements DeviceRoutine {
    private static final int SWEEPS = 12;

    @Override
    public String routine() {
        return "EighVectors";
    }

    @Override
    public void write(Kernel.Routine kernel, RoutineText text) {
        var n = text.size(kernel.sizes().get(1));
        var lane = text.targetLane();
        text.points(kernel.sizes().get(0));
        text.line("final int first = point * $L * $L", n, n);
        text.open("for (int at = 0; at < $L * $L; at++)", n, n);
        text.set("first + at", "at % ($L + 1) == 0 ? $L : $L", n, lane.literal(1), lane.literal(0));
        text.close();
        text.open("for (int pair = 0; pair < $L * $L * $L; pair++)", SWEEPS, n, n);
        text.line("final int p = pair / $L % $L", n, n);
        text.line("final int q = pair % $L", n);
        text.open("if (p < q)");
        turn(text, lane, n);
        text.close();
        text.close();
        text.open("for (int q = 0; q < $L; q++)", n);
        sort(text, lane, n);
        upright(text, lane, n);
        text.close();
    }

    /// An element of column `j` as Java.
    private static String column(RoutineText text, String i, String j, String n) {
        return text.target("first + " + i + " * " + n + " + " + j);
    }

    /// Goes through all elements `a` of the matrix, of which the lower triangle is read.
    private static void over(RoutineText text, Lane lane, String n, Runnable each) {
        text.open("for (int i = 0; i < $L; i++)", n);
        text.open("for (int j = 0; j < $L; j++)", n);
        text.line("final int low = i < j ? j * $L + i : i * $L + j", n, n);
        text.line("final $T a = $L", lane.java(), text.operand(0, "first + low"));
        each.run();
        text.close();
        text.close();
    }

    private static void turn(RoutineText text, Lane lane, String n) {
        for (var name : List.of("pp", "pq", "qq")) {
            text.line("$T $L = 0", lane.java(), name);
        }
        over(
                text,
                lane,
                n,
                () -> {
                    text.line("final $T ip = $L", lane.java(), column(text, "i", "p", n));
                    text.line("final $T iq = $L", lane.java(), column(text, "i", "q", n));
                    text.line("final $T jp = $L", lane.java(), column(text, "j", "p", n));
                    text.line("final $T jq = $L", lane.java(), column(text, "j", "q", n));
                    text.line("pp = pp + a * ip * jp");
                    text.line("pq = pq + a * ip * jq");
                    text.line("qq = qq + a * iq * jq");
                });
        text.open("if (pq < 0 || pq > 0)");
        text.line("final $T slope = (qq - pp) / (2 * pq)", lane.java());
        text.line("final $T steep = $T.sqrt(slope * slope + 1)", lane.java(), Tornado.MATH);
        text.line(
                "final $T t = slope < 0 ? 1 / (slope - steep) : 1 / (slope + steep)", lane.java());
        text.line("final $T c = 1 / $T.sqrt(t * t + 1)", lane.java(), Tornado.MATH);
        text.line("final $T s = t * c", lane.java());
        text.open("for (int i = 0; i < $L; i++)", n);
        text.line("final $T x = $L", lane.java(), column(text, "i", "p", n));
        text.line("final $T y = $L", lane.java(), column(text, "i", "q", n));
        text.set("first + i * " + n + " + p", "c * x - s * y");
        text.set("first + i * " + n + " + q", "s * x + c * y");
        text.close();
        text.close();
    }

    /// Brings the column with the next eigenvalue to place `q`.
    private static void sort(RoutineText text, Lane lane, String n) {
        text.line("int best = q");
        text.line("$T least = 0", lane.java());
        text.open("for (int p = q; p < $L; p++)", n);
        text.line("$T value = 0", lane.java());
        over(
                text,
                lane,
                n,
                () ->
                        text.line(
                                "value = value + a * $L * $L",
                                column(text, "i", "p", n),
                                column(text, "j", "p", n)));
        text.open("if (p == q)");
        text.line("least = value");
        text.close();
        text.open("if (value < least)");
        text.line("least = value");
        text.line("best = p");
        text.close();
        text.close();
        text.open("for (int i = 0; i < $L; i++)", n);
        text.line("final $T x = $L", lane.java(), column(text, "i", "best", n));
        text.line("final $T y = $L", lane.java(), column(text, "i", "q", n));
        text.set("first + i * " + n + " + best", "y");
        text.set("first + i * " + n + " + q", "x");
        text.close();
    }

    /// The element of largest magnitude of column `q` becomes positive.
    private static void upright(RoutineText text, Lane lane, String n) {
        text.line("$T largest = 0", lane.java());
        text.open("for (int i = 0; i < $L; i++)", n);
        text.line("final $T x = $L", lane.java(), column(text, "i", "q", n));
        text.open("if (Math.abs(x) > Math.abs(largest))");
        text.line("largest = x");
        text.close();
        text.close();
        text.open("if (largest < 0)");
        text.open("for (int i = 0; i < $L; i++)", n);
        text.set("first + i * " + n + " + q", "-$L", column(text, "i", "q", n));
        text.close();
        text.close();
    }
}
