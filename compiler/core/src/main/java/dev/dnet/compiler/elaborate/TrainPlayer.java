package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;

import java.util.List;
import java.util.Optional;

/// One loss and who follows it: a `step` of a `train` block, or the block itself where it has none.
///
/// @param name what its loss and its slots are called by; empty for the block itself
/// @param models the `let`s of the block that it differentiates; empty for all of them
record TrainPlayer(
        String name,
        List<Ident> models,
        List<Stmt.Let> lets,
        TrainItem.Loss loss,
        TrainItem.Update update,
        Span span) {
    /// The name under which the scope of a step holds the step's name; no program can write it.
    static final String SCOPE_NAME = "#step";

    TrainPlayer {
        models = List.copyOf(models);
        lets = List.copyOf(lets);
    }

    boolean isStep() {
        return !name.isEmpty();
    }

    /// The name of its loss among the results.
    String lossName() {
        return isStep() ? name + ".loss" : "loss";
    }

    /// The name of the step to which a scope belongs, if it does to one.
    static Optional<String> of(Scope scope) {
        return scope.lookup(SCOPE_NAME)
                .flatMap(v ->
                        v instanceof Value.Text(String name)
                                ? Optional.of(name)
                                : Optional.empty());
    }
}
