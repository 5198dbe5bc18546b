package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Differentiation;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Ruled;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;

/// How the derivative of a scan comes by the values of a turn.
enum Residuals {
    /// It is an input of the body.
    INPUT,
    /// It is computed again: a number, another view of something, or anything under `remat`.
    AGAIN,
    /// The scan stacks it.
    STORE;

    static Residuals of(Graph body, int value, boolean remat) {
        var instr = body.instr(value);
        if (instr.op() instanceof TurnInput) {
            return INPUT;
        }
        return remat || instr.args().isEmpty() || isView(body, instr) ? AGAIN : STORE;
    }

    private static boolean isView(Graph body, Instr instr) {
        if (instr.op() instanceof Differentiation) {
            return !(instr.op() instanceof Ruled);
        }
        return switch (instr.op().compute(body.argTypes(instr), instr.type())) {
            case Compute.Alias a -> true;
            case Compute.Nest n ->
                    n.reducer() == Reducer.NONE
                            && n.body().resultTerm() instanceof Term.Load
                            && instr.args().size() == 1;
            case Compute.Scatter s -> false;
            case Compute.Routine r -> false;
            case Compute.Turns t -> false;
        };
    }
}
