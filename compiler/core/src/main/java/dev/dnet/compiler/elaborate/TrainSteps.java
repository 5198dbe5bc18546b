package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Node;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The steps of a `train` block: each has one loss, one `update` and the names of models of the
/// block.
final class TrainSteps {
    private final Decl.Train decl;
    private final Reporter reporter;
    private final List<TrainPlayer> players = new ArrayList<>();
    private boolean complete = true;

    TrainSteps(Decl.Train decl, Reporter reporter) {
        this.decl = decl;
        this.reporter = reporter;
        var names = new HashSet<String>();
        for (var item : decl.items()) {
            if (item instanceof TrainItem.Step step) {
                read(step, names);
            } else if (item instanceof TrainItem.Loss || item instanceof TrainItem.Update) {
                beside(item);
            }
        }
    }

    /// Those that have all they need, in order.
    List<TrainPlayer> players() {
        return players;
    }

    boolean complete() {
        return complete;
    }

    private void fail(Diagnostic diagnostic) {
        complete = false;
        reporter.report(diagnostic);
    }

    private static String word(TrainItem item) {
        return switch (item) {
            case Stmt.Let l -> "let";
            case Stmt.Assert a -> "assert";
            case Decl.Load l -> "load";
            case TrainItem.Data d -> "data";
            case TrainItem.Batch b -> "batch";
            case TrainItem.Loss l -> "loss";
            case TrainItem.Update u -> "update";
            case TrainItem.Metric m -> "metric";
            case TrainItem.Average a -> "average";
            case TrainItem.Step s -> "step";
            case TrainItem.Run r -> "run";
        };
    }

    private void beside(TrainItem item) {
        var word = word(item);
        var first = decl.items().stream().filter(TrainItem.Step.class::isInstance).findFirst();
        first.map(Node::span)
                .ifPresent(step ->
                        fail(
                                Diagnostic.error(
                                                "step/beside",
                                                item.span(),
                                                "`" + word + "` stands beside steps")
                                        .label(step, "a step")
                                        .help(
                                                "a train block has steps, or one `loss` and one"
                                                        + " `update`: move it into a step")));
    }

    private void read(TrainItem.Step step, Set<String> names) {
        models(step);
        step.items().forEach(this::allowed);
        var loss = once(step, TrainItem.Loss.class, "loss", "loss = …");
        var update = once(step, TrainItem.Update.class, "update", "update = Adam(lr: 1e-3)");
        var places = new HashMap<String, Span>();
        var lets = all(step, Stmt.Let.class);
        lets.forEach(l -> Declarations.unique(Patterns.names(l.pattern()), places, reporter));
        if (loss.isPresent() && update.isPresent()) {
            players.add(
                    new TrainPlayer(
                            name(step, names),
                            step.models(),
                            lets,
                            loss.get(),
                            update.get(),
                            head(step)));
        }
    }

    /// The models' names; a number behind them tells a step from an earlier one of the same models.
    private static String name(TrainItem.Step step, Set<String> names) {
        var models = step.models().stream().map(Ident::text).collect(Collectors.joining("_"));
        var name = models;
        for (int k = 2; !names.add(name); k++) {
            name = models + "_" + k;
        }
        return name;
    }

    /// The names of the models, for which a step stands in errors.
    private static Span head(TrainItem.Step step) {
        var first = step.models().getFirst().span();
        return first.merge(step.models().getLast().span());
    }

    private void models(TrainItem.Step step) {
        var seen = new HashMap<String, Span>();
        var lets =
                decl.items().stream()
                        .filter(Stmt.Let.class::isInstance)
                        .flatMap(i -> Patterns.names(((Stmt.Let) i).pattern()).stream())
                        .map(Ident::text)
                        .toList();
        for (var model : step.models()) {
            var before = seen.putIfAbsent(model.text(), model.span());
            if (before != null) {
                fail(
                        Diagnostic.error(
                                        "step/same-model",
                                        model.span(),
                                        "the step names `" + model + "` twice")
                                .label(before, "the first time here")
                                .help("a step names each of its models once"));
            } else if (!lets.contains(model.text())) {
                fail(unknown(model, lets));
            }
        }
    }

    private static Diagnostic unknown(Ident model, List<String> lets) {
        var error =
                Diagnostic.error(
                        "step/unknown-model",
                        model.span(),
                        "the train block has no model `" + model + "`");
        return Nearest.of(model.text(), lets)
                .map(n -> error.help("did you mean `" + n + "`?", model.span(), n))
                .orElseGet(() ->
                        error.help(
                                "a step names `let`s of the block that are models; here these"
                                        + " `let`s are: "
                                        + Wording.list(lets)));
    }

    private void allowed(TrainItem item) {
        switch (item) {
            case Stmt.Let l -> {}
            case TrainItem.Loss l -> {}
            case TrainItem.Update u -> {}
            case TrainItem other ->
                    fail(
                            Diagnostic.error(
                                            "step/item",
                                            other.span(),
                                            "`" + word(other) + "` stands in a step")
                                    .help(
                                            "a step has `let`s, one `loss` and one `update`: move"
                                                    + " it into the train block"));
        }
    }

    private static <T> List<T> all(TrainItem.Step step, Class<T> kind) {
        return step.items().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private <T extends TrainItem> Optional<T> once(
            TrainItem.Step step, Class<T> kind, String word, String example) {
        var found = all(step, kind);
        if (found.isEmpty()) {
            fail(
                    Diagnostic.error(
                                    "step/missing-" + word,
                                    head(step),
                                    "this step has no `" + word + "`")
                            .help("write: " + example));
        }
        Declarations.once(found, word).forEach(this::fail);
        return found.stream().findFirst();
    }
}
