package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;

import java.util.HashMap;
import java.util.List;
import java.util.Set;

/// The items of a `train` block: what must be there once, and what may be there at all.
final class TrainItems {
    private static final Set<String> METHODS = Set.of("init", "step", "evaluate");
    private final Decl.Train decl;
    private final Reporter reporter;
    private final TrainSteps steps;
    private boolean complete = true;

    TrainItems(Decl.Train decl, Reporter reporter) {
        this.decl = decl;
        this.reporter = reporter;
        this.steps = new TrainSteps(decl, reporter);
        once(TrainItem.Batch.class, "batch", "batch (x: f32[N, …], …)");
        once(TrainItem.Loss.class, "loss", "loss = …");
        once(TrainItem.Update.class, "update", "update = Adam(lr: 1e-3)");
        names();
    }

    private void fail(Diagnostic diagnostic) {
        complete = false;
        reporter.report(diagnostic);
    }

    /// Whether there is enough to elaborate.
    boolean complete() {
        return complete && steps.complete();
    }

    /// The steps of the block in order; the block itself is the only one where it has none.
    List<TrainPlayer> players() {
        return hasSteps()
                ? steps.players()
                : List.of(
                        new TrainPlayer(
                                "",
                                List.of(),
                                List.of(),
                                only(TrainItem.Loss.class),
                                only(TrainItem.Update.class),
                                decl.name().span()));
    }

    boolean hasSteps() {
        return !all(TrainItem.Step.class).isEmpty();
    }

    private <T extends TrainItem> void once(Class<T> kind, String word, String example) {
        var found = all(kind);
        if (found.isEmpty() && (kind == TrainItem.Batch.class || !hasSteps())) {
            fail(
                    Diagnostic.error(
                                    "train/missing-" + word,
                                    decl.name().span(),
                                    "the train block " + decl.name() + " has no `" + word + "`")
                            .help("write: " + example));
        }
        Declarations.once(found, word).forEach(this::fail);
    }

    private void names() {
        var places = new HashMap<String, Span>();
        for (var item : decl.items()) {
            var names =
                    switch (item) {
                        case Stmt.Let l -> Patterns.names(l.pattern());
                        case TrainItem.Average a -> List.of(a.name());
                        case TrainItem.Batch b -> b.columns().stream().map(c -> c.name()).toList();
                        default -> List.<Ident>of();
                    };
            Declarations.unique(names, places, reporter);
            names.forEach(this::notAMethod);
        }
        var metrics = new HashMap<String, Span>();
        metrics.put("loss", decl.name().span());
        steps.players().forEach(p -> metrics.put(p.name() + "_loss", p.span()));
        all(TrainItem.Metric.class)
                .forEach(m -> Declarations.unique(List.of(m.name()), metrics, reporter));
    }

    /// Models become methods of the class beside those of the block itself.
    private void notAMethod(Ident name) {
        if (METHODS.contains(name.text())) {
            fail(
                    Diagnostic.error(
                                    "train/reserved-name",
                                    name.span(),
                                    "`" + name + "` is a method of every train block")
                            .help("choose another name"));
        }
    }

    <T extends TrainItem> List<T> all(Class<T> kind) {
        return decl.items().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends TrainItem> T only(Class<T> kind) {
        return all(kind).getFirst();
    }
}
