package dev.dnet.compiler.ops;

import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// [Chosen] where the indices differ from turn to turn: the axis that is chosen along and the turns
/// become one axis, in which every index is moved to the part of its turn.
///
/// @param axis the axis in a turn's value
/// @param rank how many axes that value has
/// @param indices how many axes a turn's indices have
record ChosenInTurns(Size turns, int axis, int rank, int indices) {

    /// A stack with the turns and the chosen axis as one, before all others.
    Expr joined(Expr stack) {
        var sizes = new ArrayList<Size>();
        sizes.add(turns.times(stack.shape().size(axis + 1)));
        var moved = moved(stack, axis + 1, 1);
        sizes.addAll(moved.shape().sizes().subList(2, rank + 1));
        return Formulas.reshape(moved, new Shape(sizes));
    }

    /// The stack of what [#joined] made.
    Expr apart(Expr joined, Size length) {
        var shape = joined.shape().with(0, length).insert(0, turns);
        return moved(Formulas.reshape(joined, shape), 1, axis + 1);
    }

    /// Indices into the one axis. One that is outside its own axis is outside this one.
    Expr indices(Expr stack, Size length) {
        var element = stack.type().element();
        var size = Formulas.fill(Formulas.size(stack.graph(), element, length), stack.shape());
        var turn = Formulas.iota(stack.graph(), stack.shape(), 0, element);
        var inside =
                Formulas.and(Formulas.ge(stack, Formulas.like(stack, 0)), Formulas.lt(stack, size));
        var at = Formulas.add(stack, Formulas.mul(turn, size));
        return Formulas.select(inside, at, Formulas.like(stack, -1));
    }

    /// What was chosen from the one axis, with the axes of the indices in their place.
    Expr chosen(Expr found) {
        var order = new ArrayList<>(List.of(0));
        for (int a = 0; a < axis; a++) {
            order.add(1 + indices + a);
        }
        for (int a = 0; a < indices; a++) {
            order.add(1 + a);
        }
        for (int a = axis; a < rank - 1; a++) {
            order.add(1 + indices + a);
        }
        return Formulas.transpose(found, order);
    }

    /// The other way round: updates as the one axis takes them.
    Expr updates(Expr stack) {
        var order = new ArrayList<>(List.of(0));
        for (int a = 0; a < indices; a++) {
            order.add(1 + axis + a);
        }
        for (int a = 0; a < axis; a++) {
            order.add(1 + a);
        }
        for (int a = axis; a < rank - 1; a++) {
            order.add(1 + indices + a);
        }
        return Formulas.transpose(stack, order);
    }

    /// With one axis in another place.
    static Expr moved(Expr x, int from, int to) {
        var order = new ArrayList<Integer>();
        for (int a = 0; a < x.rank(); a++) {
            if (a != from) {
                order.add(a);
            }
        }
        order.add(to, from);
        return Formulas.transpose(x, order);
    }
}
