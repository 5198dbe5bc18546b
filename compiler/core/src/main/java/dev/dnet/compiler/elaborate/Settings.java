package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.syntax.ast.Argument;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.LoadRule;
import dev.dnet.compiler.syntax.ast.TrainItem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates what a `train` block says about data, the run and files to load. All of it is known
/// when compiling.
final class Settings {
    private final TrainBlock block;

    Settings(TrainBlock block) {
        this.block = block;
    }

    TrainSettings settings(String packageName) {
        var data = new ArrayList<TrainSettings.DataSource>();
        var run = new LinkedHashMap<String, Attribute>();
        var loads = new ArrayList<TrainSettings.Load>();
        var reporter = block.evaluator().reporter();
        for (var item : block.decl().items()) {
            reporter.guard(
                    block.env(),
                    () -> {
                        switch (item) {
                            case TrainItem.Data d -> data.add(data(d));
                            case TrainItem.Run r -> r.settings().forEach(s -> setting(s, run));
                            case Decl.Load l -> loads.add(load(l));
                            case TrainItem other -> {}
                        }
                    });
        }
        run.remove(Accumulation.SETTING);
        var name = block.decl().name();
        return new TrainSettings(packageName, name.text(), name.span(), data, run, loads);
    }

    /// A data set is named like a function, but belongs to the run, not to the language.
    private TrainSettings.DataSource data(TrainItem.Data data) {
        var part = data.part().map(p -> p.text());
        return switch (data.source()) {
            case Expr.Name n ->
                    new TrainSettings.DataSource(part, n.text(), List.of(), Map.of(), n.span());
            case Expr.Call c when c.callee() instanceof Expr.Name n -> source(part, n, c);
            case Expr other ->
                    throw Refusal.of(
                            "data/source",
                            other.span(),
                            "data comes from a named source",
                            "for example digits(count: 20_000)");
        };
    }

    private TrainSettings.DataSource source(Optional<String> part, Expr.Name name, Expr.Call call) {
        var positional = new ArrayList<Attribute>();
        var named = new LinkedHashMap<String, Attribute>();
        for (Argument argument : call.arguments()) {
            var value = constant(argument.value());
            argument.name()
                    .ifPresentOrElse(n -> named.put(n.text(), value), () -> positional.add(value));
        }
        return new TrainSettings.DataSource(part, name.text(), positional, named, call.span());
    }

    private Attribute constant(Expr expr) {
        var value = block.evaluator().need(expr, block.running());
        return Attributes.of(value)
                .orElseThrow(() ->
                        Refusal.of(
                                "settings/not-constant",
                                expr.span(),
                                Describe.of(value) + " is not a setting",
                                "a setting is a number, a string, true or false, or a list of"
                                        + " them"));
    }

    private void setting(TrainItem.Run.Setting setting, Map<String, Attribute> run) {
        if (run.put(setting.name().text(), constant(setting.value())) != null) {
            throw Refusal.of(
                    "name/duplicate",
                    setting.name().span(),
                    "`" + setting.name() + "` is set twice");
        }
    }

    private TrainSettings.Load load(Decl.Load load) {
        var target = block.evaluator().need(load.target(), block.running());
        if (!(target instanceof Value.Instance instance)) {
            throw Refusal.of(
                    "load/target",
                    load.target().span(),
                    "a file is loaded into a model, not into " + Describe.of(target));
        }
        if (!(block.evaluator().need(load.file(), block.running())
                instanceof Value.Text(String file))) {
            throw Refusal.of("load/file", load.file().span(), "a file is named by a string");
        }
        return new TrainSettings.Load(
                instance.path(),
                file,
                load.rules().stream().map(Settings::rule).toList(),
                load.span());
    }

    private static TrainSettings.Rule rule(LoadRule rule) {
        return switch (rule) {
            case LoadRule.Rename r ->
                    new TrainSettings.Rule(r.from().value(), Optional.of(r.to().value()), r.span());
            case LoadRule.Skip s ->
                    new TrainSettings.Rule(s.path().value(), Optional.empty(), s.span());
        };
    }
}
