package dev.dnet.compiler.loops;

import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Size;

import java.util.Optional;

/// Index expressions that divide an axis by two, as those of a nearest neighbour twice as fine do.
/// A loop over the axis that starts at an even place can still run in vectors.
public final class Halved {
    private static final Size TWO = Size.of(2);

    private Halved() {}

    /// Whether the index is `axis // 2` and something in which the axis does not occur.
    public static boolean isQuotient(Size index, String axis) {
        var quotient = Size.of(new Atom.FloorDiv(Size.symbol(axis), TWO));
        return !index.minus(quotient).symbols().contains(axis);
    }

    /// The factor `c` of an index that is `c (axis % 2)` and something in which the axis does not
    /// occur.
    public static Optional<Long> remainderFactor(Size index, String axis) {
        var remainder = new Atom.Mod(Size.symbol(axis), TWO);
        for (var term : index.terms()) {
            if (term.factors().size() == 1 && term.factors().getFirst().equals(remainder)) {
                var rest = index.minus(Size.of(remainder).times(term.coefficient()));
                return rest.symbols().contains(axis)
                        ? Optional.empty()
                        : Optional.of(term.coefficient());
            }
        }
        return Optional.empty();
    }
}
