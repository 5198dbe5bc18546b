package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.TrainItem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Which optimizer serves which parameter: the first rule whose pattern matches.
final class UpdateRules {
    private final TrainBlock block;
    private final TrainPlayer player;

    /// The rules of a step, or of the block itself.
    UpdateRules(TrainBlock block, TrainPlayer player) {
        this.block = block;
        this.player = player;
    }

    /// A rule's optimizer with its parameters; frozen ones have none.
    record Served(
            TrainItem.Update.Rule rule,
            Value.Optimizer optimizer,
            List<Program.Variable> parameters) {

        boolean servesLayers() {
            return LayerOptimizers.isOne(optimizer);
        }

        Span at() {
            return rule.optimizer().span();
        }
    }

    List<Served> served() {
        var update = player.update();
        var parameters = parameters();
        var byRule = new LinkedHashMap<TrainItem.Update.Rule, List<Program.Variable>>();
        update.rules().forEach(r -> byRule.put(r, of(r, update.rules(), parameters)));
        update.rules().forEach(r -> checkPattern(r, parameters));
        checkCovered(update, parameters);
        return byRule.entrySet().stream()
                .flatMap(e -> served(e.getKey(), e.getValue()).stream())
                .toList();
    }

    /// Those that the step differentiates.
    List<Program.Variable> parameters() {
        var all = block.evaluator().session().variables().all(Input.Role.PARAMETER);
        if (!player.isStep()) {
            return all;
        }
        var found = new LinkedHashMap<String, Value>();
        player.models().forEach(m -> Builtins.collect(model(m), found));
        return all.stream().filter(p -> found.containsKey(p.path())).toList();
    }

    private Value model(Ident name) {
        var value = block.model(name);
        if (!Models.isMade(value)) {
            throw Refusal.of(
                    "step/not-a-model",
                    name.span(),
                    "a step differentiates a model, and `" + name + "` is " + Describe.of(value),
                    "name a `let` of the block that makes a model");
        }
        return value;
    }

    private static List<Program.Variable> of(
            TrainItem.Update.Rule rule,
            List<TrainItem.Update.Rule> rules,
            List<Program.Variable> parameters) {
        return parameters.stream().filter(p -> first(rules, p).equals(Optional.of(rule))).toList();
    }

    private static Optional<TrainItem.Update.Rule> first(
            List<TrainItem.Update.Rule> rules, Program.Variable parameter) {
        return rules.stream()
                .filter(r -> Paths.matches(r.path().value(), parameter.path()))
                .findFirst();
    }

    private Optional<Served> served(TrainItem.Update.Rule rule, List<Program.Variable> parameters) {
        var expr = rule.optimizer();
        var value = block.evaluator().need(expr, block.running());
        return switch (value) {
            case Value.Frozen f -> Optional.empty();
            case Value.Optimizer o -> Optional.of(new Served(rule, o, parameters));
            case Value.OptimizerClass c ->
                    Optional.of(
                            new Served(
                                    rule,
                                    block.evaluator()
                                            .calls()
                                            .classes()
                                            .optimizer(c, List.of(), expr.span(), block.running()),
                                    parameters));
            case Value other ->
                    throw Refusal.of(
                            "update/not-an-optimizer",
                            expr.span(),
                            "a rule names an optimizer, not " + Describe.of(other),
                            "for example Adam(lr: 1e-3), or `frozen` for parameters that are not to"
                                    + " change");
        };
    }

    private void checkPattern(TrainItem.Update.Rule rule, List<Program.Variable> parameters) {
        var pattern = rule.path().value();
        if (parameters.stream().noneMatch(p -> Paths.matches(pattern, p.path()))) {
            var paths = parameters.stream().map(Program.Variable::path).toList();
            block.evaluator()
                    .reporter()
                    .report(
                            Diagnostic.error(
                                            "update/no-match",
                                            rule.path().span(),
                                            "no parameter has a path like \"" + pattern + "\"")
                                    .help(
                                            Nearest.help(
                                                    pattern,
                                                    paths,
                                                    paths.isEmpty()
                                                            ? "no model here has parameters"
                                                            : "the parameters are "
                                                                    + Wording.list(paths))));
        }
    }

    private void checkCovered(TrainItem.Update update, List<Program.Variable> parameters) {
        var left =
                parameters.stream()
                        .filter(p -> first(update.rules(), p).isEmpty())
                        .map(Program.Variable::path)
                        .toList();
        if (!left.isEmpty()) {
            throw Refusal.of(
                    "update/uncovered",
                    update.span(),
                    "no rule covers " + Wording.list(left),
                    "a last rule \"**\" covers all that is left; `frozen` leaves parameters as they"
                            + " are");
        }
    }
}
