package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Stacks;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.stream.IntStream;

/// The operands of an instruction in all turns.
record TurnStacks(GraphBuilder graph, Size turns, List<AllTurns.Lifted> operands)
        implements Stacks {

    @Override
    public boolean varies(int operand) {
        return operands.get(operand).varies();
    }

    @Override
    public Expr get(int operand) {
        return new Expr(graph, operands.get(operand).value());
    }

    @Override
    public Expr stack(int operand) {
        return varies(operand) ? get(operand) : repeated(get(operand), turns);
    }

    @Override
    public List<Expr> stacks() {
        return IntStream.range(0, operands.size()).mapToObj(this::stack).toList();
    }

    /// A stack of the same value.
    static Expr repeated(Expr x, Size turns) {
        return Formulas.broadcastOver(x, x.shape().insert(0, turns), List.of(0));
    }
}
