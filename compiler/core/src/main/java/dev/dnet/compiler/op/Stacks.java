package dev.dnet.compiler.op;

import dev.dnet.compiler.type.Size;

import java.util.List;

/// The operands of an operator in all turns of a loop at once. One that differs from turn to turn
/// is a stack: its first axis counts the turns, and the axes of a turn's value follow.
public interface Stacks {

    /// How many turns there are.
    Size turns();

    /// Whether an operand differs from turn to turn.
    boolean varies(int operand);

    /// A stack where the operand differs from turn to turn, else its one value.
    Expr get(int operand);

    /// The operand as a stack in any case, repeated where it has one value.
    Expr stack(int operand);

    /// All operands as stacks.
    List<Expr> stacks();

    /// Where axes of a turn's value are in a stack.
    static List<Integer> behind(List<Integer> axes) {
        return axes.stream().map(a -> a + 1).toList();
    }
}
