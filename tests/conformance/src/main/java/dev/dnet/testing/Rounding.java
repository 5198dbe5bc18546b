package dev.dnet.testing;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Half;

import java.util.List;
import java.util.Random;

/// Moves the results of the float64 interpreter as a target that rounds would: inputs, and what
/// every inexact operation makes, to the nearest number or by up to one unit in the last place.
/// Whole numbers stay, since targets compute them exactly. What then changes much is not for
/// comparing: a floor at a whole number, a choice between equals, a cancellation. For one run of
/// one graph.
final class Rounding implements Interpreter.Observer {
    private final Graph graph;
    private final Move move;
    private int position;

    private Rounding(Graph graph, Move move) {
        this.graph = graph;
        this.move = move;
    }

    /// As a target does that computes every operation to the last place.
    static Rounding nearest(Graph graph) {
        return new Rounding(graph, (v, type) -> Half.round(type, v));
    }

    /// Any of the neighbours.
    static Rounding random(Graph graph, long seed) {
        var random = new Random(seed);
        return new Rounding(
                graph,
                (v, type) -> {
                    return v + (random.nextInt(3) - 1) * unit(v, type);
                });
    }

    /// One unit in the last place.
    private static double unit(double v, ElementType type) {
        return switch (type) {
            case F32 -> Math.ulp((float) v);
            case F64 -> Math.ulp(v);
            case F16 -> Math.scalb(1.0, Math.max(Math.getExponent(v), -14) - 10);
            case BF16 -> Math.scalb(1.0, Math.max(Math.getExponent(v), -126) - 7);
            case I32, I64, BOOL -> throw new IllegalArgumentException(type + " is no float");
        };
    }

    @FunctionalInterface
    private interface Move {
        double apply(double value, ElementType type);
    }

    @Override
    public NdArray see(Instr instr, List<NdArray> operands, NdArray value) {
        boolean exact = isExact(graph.instr(position++));
        var element = instr.type().element();
        return exact || !element.isFloat() ? value : value.map(v -> moved(v, element));
    }

    private double moved(double value, ElementType type) {
        return value == Math.rint(value) || Double.isNaN(value) ? value : move.apply(value, type);
    }

    private boolean isExact(Instr instr) {
        if (instr.op() instanceof Input || instr.args().isEmpty()) {
            return !(instr.op() instanceof Input);
        }
        return switch (instr.op().compute(graph.argTypes(instr), instr.type())) {
            case Compute.Alias a -> true;
            case Compute.Nest n -> picks(n);
            case Compute.Scatter s -> false;
            case Compute.Routine r -> r.name().contains("sort");
            case Compute.Turns t -> false;
        };
    }

    private static boolean picks(Compute.Nest nest) {
        return nest.reducer() != Reducer.SUM
                && nest.reducer() != Reducer.PRODUCT
                && nest.body().terms().stream()
                        .noneMatch(t -> t instanceof Term.Apply a && rounds(a.fn()));
    }

    private static boolean rounds(Fn fn) {
        return switch (fn) {
            case MIN,
                    MAX,
                    NEG,
                    ABS,
                    SIGN,
                    FLOOR,
                    ROUND,
                    SELECT,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    AND,
                    OR,
                    NOT ->
                    false;
            default -> true;
        };
    }
}
