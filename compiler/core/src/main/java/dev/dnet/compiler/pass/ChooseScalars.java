package dev.dnet.compiler.pass;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Cast;
import dev.dnet.compiler.ops.Const;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.SizeValue;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Computes a side of an `if` and chooses afterwards, where it is arithmetic on scalars that cannot
/// fail and costs less than a decision of the driver: what a schedule does with the step. Gradients
/// are expanded by then, so that no value of a side that is not taken reaches one.
///
/// ```
/// graph choose
///   %0: f32 = input argument "x"
///   %1: f32 = input argument "start"
///   %2: bool = gt(%0, %1)
///   %3: f32 = scan(%1, %0, %2) {body = {
///     graph body
///       %0: f32 = turn_input() {kind = carry, number = 0, declared = f32}
///       %1: f32 = turn_input() {kind = captured, number = 0, declared = f32}
///       %2: f32 = sqrt(%1)
///       next "next0" = %2
///   }, length = 1, guarded = true, backward = false, remat = false}
///   result "y" = %3
/// ```
///
/// becomes
///
/// ```
/// graph choose
///   %0: f32 = input argument "x"
///   %1: f32 = input argument "start"
///   %2: bool = gt(%0, %1)
///   %3: f32 = sqrt(%0)
///   %4: f32 = select(%2, %3, %1)
///   result "y" = %4
/// ```
final class ChooseScalars {
    static final Pass PASS =
            new Pass(
                    "choose-scalars",
                    "computes cheap sides of an `if` and chooses afterwards",
                    ChooseScalars::run);

    private ChooseScalars() {}

    private static Graph run(Graph graph) {
        if (graph.instrs().stream().noneMatch(i -> i.op() instanceof Scan s && isCheap(s))) {
            return graph;
        }
        var builder = new GraphBuilder(graph.name());
        var renamed = new int[graph.size()];
        var chosen = new HashMap<Integer, List<Integer>>();
        for (int v = 0; v < graph.size(); v++) {
            var instr = Walk.rename(graph.instr(v), renamed);
            builder.at(instr.span());
            if (instr.op() instanceof Scan scan && isCheap(scan)) {
                chosen.put(v, choose(builder, scan, instr.args()));
                renamed[v] = requireNonNull(chosen.get(v)).getFirst();
            } else if (instr.op() instanceof Part part
                    && chosen.containsKey(graph.instr(v).args().getFirst())) {
                var results = requireNonNull(chosen.get(graph.instr(v).args().getFirst()));
                renamed[v] = results.get(part.result());
            } else {
                renamed[v] = builder.append(instr);
            }
        }
        graph.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        return EliminateDeadCode.PASS.run().apply(builder.build());
    }

    private static boolean isCheap(Scan scan) {
        return scan.guarded()
                && scan.length().equals(Optional.of(Size.ONE))
                && scan.body().outputs().stream().allMatch(o -> o.kind() == Output.Kind.NEXT)
                && scan.body().instrs().stream().allMatch(ChooseScalars::isCheap);
    }

    private static boolean isCheap(Instr instr) {
        if (instr.type().rank() > 0) {
            return false;
        }
        return instr.op() instanceof TurnInput
                || instr.op() instanceof Const
                || instr.op() instanceof SizeValue
                || instr.op() instanceof Cast
                || instr.op() instanceof Elementwise e
                        && (instr.type().isFloat() || e.fn().isPredicate() || neverFails(e.fn()));
    }

    /// Of whole numbers.
    private static boolean neverFails(Fn fn) {
        return fn != Fn.DIV && fn != Fn.FLOOR_DIV && fn != Fn.MOD && fn != Fn.POW;
    }

    /// The values that are carried last.
    private static List<Integer> choose(GraphBuilder builder, Scan scan, List<Integer> operands) {
        var holds = new Expr(builder, scan.guard(operands).getFirst());
        var body = scan.body();
        var at = new int[body.size()];
        for (int v = 0; v < body.size(); v++) {
            var instr = Walk.rename(body.instr(v), at);
            at[v] =
                    instr.op() instanceof TurnInput input
                            ? operands.get(scan.operand(input))
                            : builder.append(instr);
        }
        var next = scan.outputs(Output.Kind.NEXT);
        var starts = scan.operands(TurnInput.Kind.CARRY, operands);
        var chosen = new ArrayList<Integer>();
        for (int k = 0; k < next.size(); k++) {
            var now = new Expr(builder, at[next.get(k)]);
            var before = new Expr(builder, starts.get(k));
            chosen.add(Formulas.select(holds, now, before).value());
        }
        return chosen;
    }
}
