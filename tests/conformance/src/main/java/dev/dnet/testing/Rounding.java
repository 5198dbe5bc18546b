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

import java.util.List;
import java.util.Random;

/// Moves the results of the float64 interpreter as a target that rounds would: inputs, and what
/// every inexact operation makes, by up to one unit in the last place. Whole numbers stay, since
/// targets compute them exactly. What then changes much is not for comparing: a floor at a whole
/// number, a choice between equals, a cancellation. For one run of one graph.
final class Rounding implements Interpreter.Observer {
    private final Graph graph;
    private final Random random;
    private int position;

    Rounding(Graph graph, long seed) {
        this.graph = graph;
        this.random = new Random(seed);
    }

    @Override
    public NdArray see(Instr instr, List<NdArray> operands, NdArray value) {
        boolean exact = isExact(graph.instr(position++));
        var element = instr.type().element();
        return exact || !element.isFloat() ? value : value.map(v -> moved(v, element));
    }

    private double moved(double value, ElementType type) {
        if (value == Math.rint(value) || Double.isNaN(value)) {
            return value;
        }
        double unit = type == ElementType.F32 ? Math.ulp((float) value) : Math.ulp(value);
        return value + (random.nextInt(3) - 1) * unit;
    }

    private boolean isExact(Instr instr) {
        if (instr.op() instanceof Input || instr.args().isEmpty()) {
            return !(instr.op() instanceof Input);
        }
        return switch (instr.op().compute(graph.argTypes(instr), instr.type())) {
            case Compute.Alias a -> true;
            case Compute.Nest n -> picks(n);
            case Compute.ScatterAdd s -> false;
            case Compute.Routine r -> r.name().contains("sort");
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
