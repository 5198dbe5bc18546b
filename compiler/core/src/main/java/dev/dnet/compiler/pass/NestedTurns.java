package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.pass.AllTurns.Lifted;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A loop in the body of a loop, for all turns of the outer one at once: the same loop, whose turns
/// do what they do for all of those. What it carries is then a stack, if it differs between them.
final class NestedTurns {
    private final Scan scan;
    private final Size turns;
    private final GraphBuilder into;

    NestedTurns(Scan scan, Size turns, GraphBuilder into) {
        this.scan = scan;
        this.turns = turns;
        this.into = into;
    }

    /// Appends the loop; its results, of which what is stacked has the outer turns first again.
    List<Lifted> append(List<Lifted> operands) {
        var carried = carried(operands);
        var body = new GraphBuilder(scan.body().name());
        var inside =
                new AllTurns(
                                scan.body(),
                                turns,
                                body,
                                i -> input(i, varies(i, operands, carried), body))
                        .run();
        var next = new ArrayList<Integer>();
        for (int value : scan.outputs(Output.Kind.NEXT)) {
            next.add(carried.get(next.size()) ? inside.stack(value) : inside.of(value).value());
        }
        var yields = scan.outputs(Output.Kind.YIELD).stream().map(inside::of).toList();
        Scan.leave(body, Output.Kind.NEXT, next);
        Scan.leave(body, Output.Kind.YIELD, yields.stream().map(Lifted::value).toList());
        scan.checks().forEach(o -> body.output(o.kind(), o.name(), inside.of(o.value()).value()));
        var lifted = scan.with(body.build());
        int made = into.add(lifted, arguments(operands, carried));
        return results(made, carried, yields);
    }

    private List<Lifted> results(int made, BitSet carried, List<Lifted> yields) {
        var all = Scan.results(into, made);
        int carries = all.size() - yields.size();
        var results = new ArrayList<Lifted>();
        for (int k = 0; k < all.size(); k++) {
            int result = all.get(k);
            boolean varies = k < carries ? carried.get(k) : yields.get(k - carries).varies();
            results.add(new Lifted(k >= carries && varies ? swapped(result) : result, varies));
        }
        return results;
    }

    private boolean varies(TurnInput input, List<Lifted> operands, BitSet carried) {
        return input.kind() == TurnInput.Kind.CARRY
                ? carried.get(input.number())
                : operands.get(scan.operand(input)).varies();
    }

    private Lifted input(TurnInput input, boolean varies, GraphBuilder body) {
        TensorType type = varies ? Scan.stacked(input.declared(), turns) : input.declared();
        return new Lifted(body.add(new TurnInput(input.kind(), input.number(), type)), varies);
    }

    /// What is carried and differs between the outer turns: at first, or by what is next.
    private BitSet carried(List<Lifted> operands) {
        var carried = new BitSet();
        var next = scan.outputs(Output.Kind.NEXT);
        int first = scan.first(TurnInput.Kind.CARRY);
        for (int k = 0; k < next.size(); k++) {
            carried.set(k, operands.get(first + k).varies());
        }
        for (int before = -1; before < carried.cardinality(); ) {
            before = carried.cardinality();
            var varying = varying(operands, carried);
            for (int k = 0; k < next.size(); k++) {
                carried.set(k, carried.get(k) || varying.get(next.get(k)));
            }
        }
        return carried;
    }

    /// The values of the body that can differ between the outer turns.
    private BitSet varying(List<Lifted> operands, BitSet carried) {
        var varying = new BitSet();
        for (int v = 0; v < scan.body().size(); v++) {
            var instr = scan.body().instr(v);
            varying.set(
                    v,
                    instr.op() instanceof TurnInput input
                            ? varies(input, operands, carried)
                            : instr.args().stream().anyMatch(varying::get));
        }
        return varying;
    }

    private List<Integer> arguments(List<Lifted> operands, BitSet carried) {
        int carry = scan.first(TurnInput.Kind.CARRY);
        int captured = scan.first(TurnInput.Kind.CAPTURED);
        var args = new ArrayList<Integer>();
        for (int k = 0; k < operands.size(); k++) {
            var operand = operands.get(k);
            if (k < carry && operand.varies()) {
                args.add(swapped(operand.value()));
            } else if (k >= carry && k < captured && carried.get(k - carry) && !operand.varies()) {
                args.add(TurnStacks.repeated(new Expr(into, operand.value()), turns).value());
            } else {
                args.add(operand.value());
            }
        }
        return args;
    }

    /// With the first two axes in the other order.
    private int swapped(int value) {
        var x = new Expr(into, value);
        var order = new ArrayList<>(List.of(1, 0));
        for (int a = 2; a < x.rank(); a++) {
            order.add(a);
        }
        return Formulas.transpose(x, order).value();
    }
}
