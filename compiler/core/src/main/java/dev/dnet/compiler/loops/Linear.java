package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Size;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Index expressions seen as linear functions of axes.
public final class Linear {
    private Linear() {}

    /// The factor of an axis in an index, if the index is linear in it: zero where it does not
    /// occur.
    public static Optional<Size> coefficient(Size index, String axis) {
        var sum = Size.ZERO;
        for (var term : index.terms()) {
            int uses = 0;
            var others = Size.of(term.coefficient());
            for (var factor : term.factors()) {
                if (factor instanceof Atom.Symbol(String name) && name.equals(axis)) {
                    uses++;
                } else if (Size.of(factor).symbols().contains(axis)) {
                    return Optional.empty();
                } else {
                    others = others.times(Size.of(factor));
                }
            }
            if (uses > 1) {
                return Optional.empty();
            }
            sum = uses == 1 ? sum.plus(others) : sum;
        }
        return Optional.of(sum);
    }

    /// Whether a step of the axis, of which there are several, is one of the index.
    public static boolean isUnit(Size index, Axis axis) {
        return !axis.extent().is(1)
                && coefficient(index, axis.name()).filter(c -> c.is(1)).isPresent();
    }

    /// Whether an index goes through two axes, the first around the second, as if they were one.
    public static boolean isOneWalk(Size index, Axis a, Axis b) {
        var outer = coefficient(index, a.name());
        var inner = coefficient(index, b.name());
        return outer.isPresent()
                && inner.isPresent()
                && outer.get().equals(inner.get().times(b.extent()));
    }

    /// The index with an axis at zero.
    public static Size without(Size index, String axis) {
        return index.substitute(Map.of(axis, Size.ZERO));
    }

    /// Renames symbols.
    public static Size rename(Size index, Map<String, String> names) {
        var bindings = new HashMap<String, Size>();
        names.forEach((from, to) -> bindings.put(from, Size.symbol(to)));
        return index.substitute(bindings);
    }
}
