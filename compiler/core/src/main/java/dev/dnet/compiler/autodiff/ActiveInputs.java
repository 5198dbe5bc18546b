package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;

import java.util.BitSet;
import java.util.function.IntPredicate;

/// The inputs of a body that depend on what a gradient is taken by: operands that do, and what is
/// carried from a turn in which something did.
final class ActiveInputs {
    private final Scan scan;
    private final IntPredicate operand;
    private final BitSet carried = new BitSet();

    ActiveInputs(Scan scan, IntPredicate operand) {
        this.scan = scan;
        this.operand = operand;
        int first = scan.first(TurnInput.Kind.CARRY);
        int count = scan.inputs(TurnInput.Kind.CARRY).size();
        for (int k = 0; k < count; k++) {
            carried.set(k, operand.test(first + k));
        }
        while (grow(scan.body())) {
            // Until a turn adds nothing.
        }
    }

    boolean contains(TurnInput input) {
        return input.kind() == TurnInput.Kind.CARRY
                ? carried.get(input.number())
                : operand.test(scan.operand(input));
    }

    private boolean grow(Graph body) {
        var active = new boolean[body.size()];
        for (int v = 0; v < body.size(); v++) {
            active[v] =
                    body.instr(v).op() instanceof TurnInput input
                            ? contains(input)
                            : body.instr(v).args().stream().anyMatch(a -> active[a]);
        }
        int before = carried.cardinality();
        var next = scan.outputs(Output.Kind.NEXT);
        for (int k = 0; k < next.size(); k++) {
            carried.set(k, carried.get(k) || active[next.get(k)]);
        }
        return carried.cardinality() > before;
    }
}
