package dev.dnet.compiler.ops;

import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// The axis of stacks that counts turns, among the loops of a sum.
record TurnAxis(Axis axis) {

    /// With a name that none of the others has.
    static TurnAxis beside(List<Axis> others, Size turns) {
        var name = new StringBuilder("turn");
        while (others.stream().anyMatch(a -> a.name().contentEquals(name))) {
            name.append('s');
        }
        return new TurnAxis(new Axis(name.toString(), turns));
    }

    /// These loops inside one over the turns.
    List<Axis> around(List<Axis> axes) {
        var all = new ArrayList<>(List.of(axis));
        all.addAll(axes);
        return all;
    }

    /// How a factor is read: a stack at the turn, one that does not vary as before.
    List<Access> along(boolean varies, List<Access> access) {
        var all = new ArrayList<Access>();
        if (varies) {
            all.add(Access.of(axis));
        }
        all.addAll(access);
        return all;
    }
}
