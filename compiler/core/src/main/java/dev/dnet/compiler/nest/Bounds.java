package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Proves inequalities between sizes, for every value of their symbols from 1 up, and of axes from
/// 0 up. Of a value that comes from data (`%k`) nothing is known. An answer of `false` means "not
/// proved".
public final class Bounds {
    private static final int DEEPEST = 8;

    private final Set<String> fromZero;

    private Bounds(Set<String> fromZero) {
        this.fromZero = fromZero;
    }

    /// Whether an index is inside `0 <= value < extent` wherever the axes are inside theirs.
    public static boolean inRange(Size value, Size extent, List<Axis> axes) {
        var names = axes.stream().map(Axis::name).collect(Collectors.toSet());
        return nonNegative(extreme(value, axes, names, false), names)
                && nonNegative(extent.minus(1).minus(extreme(value, axes, names, true)), names);
    }

    /// The largest or smallest value over the axes' ranges; axes in which it is not monotone
    /// remain.
    private static Size extreme(Size value, List<Axis> axes, Set<String> names, boolean largest) {
        var bound = value;
        for (var axis : axes) {
            var access = Access.of(bound);
            if (access.mentions(axis) && access.isLinearIn(axis)) {
                var slope = access.coefficient(axis);
                boolean rising = nonNegative(slope, names);
                if (rising || nonNegative(slope.times(-1), names)) {
                    var at = rising == largest ? axis.extent().minus(1) : Size.ZERO;
                    bound = bound.substitute(Map.of(axis.name(), at));
                }
            }
        }
        return bound;
    }

    /// Whether a size is at least zero. Divisions, remainders, minima and maxima are replaced by
    /// polynomial bounds; then each symbol is written as one plus something that is not negative,
    /// and every coefficient has to be.
    public static boolean nonNegative(Size size) {
        return nonNegative(size, Set.of());
    }

    private static boolean nonNegative(Size size, Set<String> fromZero) {
        return size.symbols().stream().noneMatch(s -> s.startsWith("%"))
                && new Bounds(fromZero).nonNegative(size, DEEPEST);
    }

    private boolean nonNegative(Size size, int depth) {
        for (var term : size.terms()) {
            for (var factor : term.factors()) {
                if (!(factor instanceof Atom.Symbol)) {
                    return depth > 0 && bounded(size, term, factor, depth - 1);
                }
            }
        }
        return size.substitute(fromOne(size)).terms().stream().allMatch(t -> t.coefficient() >= 0);
    }

    private Map<String, Size> fromOne(Size size) {
        var shifted = new HashMap<String, Size>();
        size.symbols().stream()
                .filter(s -> !fromZero.contains(s))
                .forEach(s -> shifted.put(s, Size.symbol(s).plus(1)));
        return shifted;
    }

    private boolean bounded(Size size, Size.Term term, Atom atom, int depth) {
        var others = new ArrayList<>(term.factors());
        others.remove(atom);
        if (!others.stream().allMatch(Atom.Symbol.class::isInstance)) {
            return false;
        }
        var scale = others.stream().map(Size::of).reduce(Size.of(term.coefficient()), Size::times);
        var rest = size.minus(scale.times(Size.of(atom)));
        boolean up = term.coefficient() > 0;
        return switch (atom) {
            case Atom.Symbol s -> throw new IllegalStateException("a symbol needs no bound: " + s);
            case Atom.FloorDiv d -> division(d, scale, rest, up, depth);
            case Atom.Mod m -> {
                var least = up ? Size.ZERO : m.divisor().minus(1);
                yield nonNegative(m.divisor().minus(1), depth)
                        && nonNegative(rest.plus(scale.times(least)), depth);
            }
            case Atom.Min m -> either(m.left(), m.right(), scale, rest, up, depth);
            case Atom.Max m -> either(m.left(), m.right(), scale, rest, !up, depth);
        };
    }

    /// `k * (a // k)` lies between `a - k + 1` and `a`.
    private boolean division(Atom.FloorDiv d, Size scale, Size rest, boolean up, int depth) {
        if (!nonNegative(d.divisor().minus(1), depth)) {
            return false;
        }
        var least = up ? d.dividend().minus(d.divisor()).plus(1) : d.dividend();
        return nonNegative(rest.times(d.divisor()).plus(scale.times(least)), depth)
                || up && nonNegative(d.dividend(), depth) && nonNegative(rest, depth);
    }

    private boolean either(Size left, Size right, Size scale, Size rest, boolean both, int depth) {
        boolean one = nonNegative(rest.plus(scale.times(left)), depth);
        return both
                ? one && nonNegative(rest.plus(scale.times(right)), depth)
                : one || nonNegative(rest.plus(scale.times(right)), depth);
    }
}
