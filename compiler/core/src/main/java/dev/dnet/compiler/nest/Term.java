package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// One step of a scalar [Body]. Operands of [Apply] are the positions of earlier steps.
public sealed interface Term {
    ElementType type();

    record Const(ElementType type, double value) implements Term {}

    /// The value of an index expression.
    record Index(ElementType type, Size value) implements Term {}

    /// An element of an operand. Symbols of the index are axes, or `%k` for the value of step `k`
    /// of the same body, which is how indices come from data.
    record Load(ElementType type, int operand, List<Size> index, Guard guard) implements Term {
        public Load {
            index = List.copyOf(index);
        }
    }

    record Apply(ElementType type, Fn fn, List<Integer> args) implements Term {
        public Apply {
            args = List.copyOf(args);
        }
    }
}
