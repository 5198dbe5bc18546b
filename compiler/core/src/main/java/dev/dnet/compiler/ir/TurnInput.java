package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.TensorType;

import java.util.Locale;

/// What the body of a [Scan] is given: the operands of the scan, as one turn sees them. `number`
/// counts those of a kind.
public record TurnInput(Kind kind, int number, TensorType declared) implements Given {

    public enum Kind {
        /// This turn's slice of a tensor.
        ELEMENT,
        /// What the turn before gave.
        CARRY,
        /// The same in every turn.
        CAPTURED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
