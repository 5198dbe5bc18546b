package dev.dnet.compiler.pass;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.ScanBody;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Differentiable;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Size;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The values of a loop's body in all turns at once, appended to another graph. Each operator says
/// what it is on stacks ([Differentiable#stacked]); a loop in the body becomes one whose turns do
/// this for all turns of the outer one ([NestedTurns]); what cannot be done at once, such as a draw
/// with a key for each turn, becomes a loop of its own.
final class AllTurns {
    private final Graph body;
    private final Size turns;
    private final GraphBuilder into;
    private final Function<TurnInput, Lifted> inputs;
    private final Map<Integer, List<Lifted>> results = new HashMap<>();

    /// A value of the other graph: a stack with the turns first, or one for all turns.
    record Lifted(int value, boolean varies) {}

    /// @param inputs where the inputs of the body are in the other graph
    AllTurns(Graph body, Size turns, GraphBuilder into, Function<TurnInput, Lifted> inputs) {
        this.body = body;
        this.turns = turns;
        this.into = into;
        this.inputs = inputs;
    }

    AllTurns run() {
        for (int v = 0; v < body.size(); v++) {
            var instr = body.instr(v);
            into.at(instr.span());
            var lifted = lift(instr);
            lifted.forEach(l -> into.hint(l.value(), instr.hint()));
            results.put(v, lifted);
        }
        return this;
    }

    /// A value of the body.
    Lifted of(int value) {
        return requireNonNull(results.get(value)).getFirst();
    }

    /// A value of the body as a stack, repeated where it is the same in all turns.
    int stack(int value) {
        var lifted = of(value);
        return lifted.varies()
                ? lifted.value()
                : TurnStacks.repeated(new Expr(into, lifted.value()), turns).value();
    }

    /// All results of an instruction, of which only a loop has more than one.
    private List<Lifted> lift(Instr instr) {
        if (instr.op() instanceof TurnInput input) {
            return List.of(inputs.apply(input));
        }
        if (instr.op() instanceof Part part) {
            return List.of(requireNonNull(results.get(instr.args().getFirst())).get(part.result()));
        }
        var operands = instr.args().stream().map(this::of).toList();
        if (operands.stream().noneMatch(Lifted::varies)) {
            return once(instr, operands);
        }
        return switch (instr.op()) {
            case Scan scan when scan.length().isPresent() && !scan.guarded() ->
                    new NestedTurns(scan, turns, into).append(operands);
            case Differentiable op ->
                    op.stacked(new TurnStacks(into, turns, operands))
                            .map(y -> List.of(lifted(y, instr)))
                            .orElseGet(() -> loop(instr, operands));
            default -> loop(instr, operands);
        };
    }

    private static Lifted lifted(Expr y, Instr instr) {
        return new Lifted(y.value(), y.rank() > instr.type().rank());
    }

    /// What is the same in all turns is done once.
    private List<Lifted> once(Instr instr, List<Lifted> operands) {
        int value = into.add(instr.op(), operands.stream().map(Lifted::value).toList());
        return Scan.results(into, value).stream().map(r -> new Lifted(r, false)).toList();
    }

    /// One instruction as a loop over the turns.
    private List<Lifted> loop(Instr instr, List<Lifted> operands) {
        var alone = new ScanBody(into);
        alone.graph().at(instr.span());
        var args =
                operands.stream()
                        .map(o -> o.varies() ? alone.element(o.value()) : alone.capture(o.value()))
                        .toList();
        Scan.results(alone.graph(), alone.graph().add(instr.op(), args)).forEach(alone::stack);
        var scan = new Scan(alone.build(), Optional.of(turns), false, false, false);
        return Scan.results(into, into.add(scan, alone.operands())).stream()
                .map(r -> new Lifted(r, true))
                .toList();
    }
}
