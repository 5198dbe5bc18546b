package dev.dnet.testing;

import dev.dnet.compiler.op.Expr;

import java.util.List;
import java.util.Optional;

/// One way to grow a program by a value; empty where the values at hand do not allow it.
@FunctionalInterface
interface Production {
    Optional<Expr> grow(Draft draft);

    /// Picks one of several, evenly.
    static Production oneOf(List<Production> choices) {
        return draft -> choices.get(draft.random().nextInt(choices.size())).grow(draft);
    }
}
