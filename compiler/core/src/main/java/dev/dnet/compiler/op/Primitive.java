package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.Named;

import java.util.List;

/// A function of the language that the compiler itself knows; programs call it by its
/// [name][Named#name]. Implementations are found as services: a new file is all that a new
/// primitive needs.
public interface Primitive extends Named {
    /// What it computes, in Markdown: for the editor and the pages of `dnetc doc`.
    String summary();

    Signature signature();

    /// Appends the call to the graph; its value, or the first of [several][#buildAll]. Wrong
    /// operands are an [dev.dnet.compiler.ir.OpError].
    Expr build(Call call);

    /// All values of a primitive that [returns several][TuplePrimitive], as a tuple.
    default List<Expr> buildAll(Call call) {
        return List.of(build(call));
    }

    /// Whether its value is the tuple of [#buildAll].
    default boolean returnsTuple() {
        return false;
    }

    /// The names of the values of [#buildAll], where they have names.
    default List<String> resultNames() {
        return List.of();
    }
}
