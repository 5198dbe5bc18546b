package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;

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
        int first = scan.first(Input.Role.CARRY);
        int count = scan.inputs(Input.Role.CARRY).size();
        for (int k = 0; k < count; k++) {
            carried.set(k, operand.test(first + k));
        }
        while (grow(scan.body())) {
            // Until a turn adds nothing.
        }
    }

    boolean contains(Input input) {
        return input.role() == Input.Role.CARRY
                ? carried.get(Scan.number(input))
                : operand.test(scan.operand(input));
    }

    private boolean grow(Graph body) {
        var active = new boolean[body.size()];
        for (int v = 0; v < body.size(); v++) {
            active[v] =
                    body.instr(v).op() instanceof Input input
                            ? input.isOfBody() && contains(input)
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
