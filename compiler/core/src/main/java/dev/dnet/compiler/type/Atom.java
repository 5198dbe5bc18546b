package dev.dnet.compiler.type;

import java.util.Map;

/// What a size polynomial treats as one indivisible factor.
public sealed interface Atom extends Comparable<Atom> {

    /// A name: a free size of a signature (`N`) or the axis of a loop.
    record Symbol(String name) implements Atom {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Division that rounds down.
    record FloorDiv(Size dividend, Size divisor) implements Atom {
        @Override
        public String toString() {
            return dividend.asFactor() + " // " + divisor.asFactor();
        }
    }

    /// The remainder of [FloorDiv]; it has the sign of the divisor.
    record Mod(Size dividend, Size divisor) implements Atom {
        @Override
        public String toString() {
            return dividend.asFactor() + " % " + divisor.asFactor();
        }
    }

    /// The smaller of two sizes.
    record Min(Size left, Size right) implements Atom {
        @Override
        public String toString() {
            return "min(" + left + ", " + right + ")";
        }
    }

    /// The larger of two sizes.
    record Max(Size left, Size right) implements Atom {
        @Override
        public String toString() {
            return "max(" + left + ", " + right + ")";
        }
    }

    /// The same atom with symbols replaced; what becomes constant is folded.
    default Size substitute(Map<String, Size> bindings) {
        return switch (this) {
            case Symbol s -> bindings.getOrDefault(s.name(), Size.of(s));
            case FloorDiv d ->
                    d.dividend().substitute(bindings).floorDiv(d.divisor().substitute(bindings));
            case Mod m -> m.dividend().substitute(bindings).mod(m.divisor().substitute(bindings));
            case Min m -> m.left().substitute(bindings).min(m.right().substitute(bindings));
            case Max m -> m.left().substitute(bindings).max(m.right().substitute(bindings));
        };
    }

    @Override
    default int compareTo(Atom other) {
        return toString().compareTo(other.toString());
    }
}
