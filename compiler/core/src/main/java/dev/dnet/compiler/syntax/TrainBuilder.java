package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.LoadRule;
import dev.dnet.compiler.syntax.ast.TrainItem;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// What stands in `train` blocks, and `load`.
final class TrainBuilder {
    private final Places places;
    private final Names names;
    private final Docs docs;
    private final ExprBuilder exprs;
    private final StatementBuilder statements;

    TrainBuilder(Places places, Docs docs, ExprBuilder exprs) {
        this.places = places;
        this.names = new Names(places);
        this.docs = docs;
        this.exprs = exprs;
        this.statements = exprs.statements();
    }

    List<TrainItem> items(@Nullable TrainItemsContext items) {
        return items == null
                ? List.of()
                : items.trainItem().stream()
                        .filter(item -> item.exception == null)
                        .map(this::item)
                        .toList();
    }

    private TrainItem item(TrainItemContext item) {
        var span = places.span(item);
        return switch (item) {
            case TrainLetContext let -> statements.let(let.let());
            case TrainAssertContext assertion -> statements.assertion(assertion.assertion());
            case TrainLoadContext load -> load(load.load());
            case DataContext data ->
                    new TrainItem.Data(
                            span,
                            Optional.ofNullable(data.part).map(names::ident),
                            exprs.expr(data.expr()));
            case BatchContext batch ->
                    new TrainItem.Batch(span, statements.parameters(batch.parameters()));
            case LossContext loss -> new TrainItem.Loss(span, exprs.expr(loss.expr()));
            case UpdateContext update -> new TrainItem.Update(span, rules(update));
            case MetricContext metric -> metric(span, metric);
            case AverageContext average -> average(span, average);
            case StepContext step ->
                    new TrainItem.Step(span, names.idents(step.name()), items(step.trainItems()));
            case RunContext run -> new TrainItem.Run(span, settings(run.settings()));
            default -> throw new IllegalStateException(item.getText());
        };
    }

    private TrainItem metric(Span span, MetricContext metric) {
        return new TrainItem.Metric(
                span,
                docs.above(metric.getStart()),
                names.ident(metric.name()),
                exprs.expr(metric.expr()));
    }

    private TrainItem average(Span span, AverageContext average) {
        return new TrainItem.Average(
                span,
                names.ident(average.name()),
                exprs.expr(average.what),
                exprs.expr(average.factor));
    }

    private List<TrainItem.Update.Rule> rules(UpdateContext update) {
        if (update.expr() != null) {
            var span = places.span(update.expr());
            return List.of(
                    new TrainItem.Update.Rule(
                            span, new Expr.Text(span, "**"), exprs.expr(update.expr())));
        }
        return update.updateRules().updateRule().stream()
                .filter(rule -> rule.exception == null)
                .map(this::rule)
                .toList();
    }

    private TrainItem.Update.Rule rule(UpdateRuleContext rule) {
        return new TrainItem.Update.Rule(
                places.span(rule), exprs.text(rule.STRING().getSymbol()), exprs.expr(rule.expr()));
    }

    private List<TrainItem.Run.Setting> settings(SettingsContext settings) {
        return settings.setting().stream()
                .filter(setting -> setting.exception == null)
                .map(this::setting)
                .toList();
    }

    private TrainItem.Run.Setting setting(SettingContext setting) {
        return new TrainItem.Run.Setting(
                places.span(setting), names.ident(setting.name()), exprs.expr(setting.expr()));
    }

    Decl.Load load(LoadContext load) {
        return new Decl.Load(
                places.span(load),
                exprs.expr(load.what),
                exprs.expr(load.where),
                loadRules(load.loadRules()));
    }

    private List<LoadRule> loadRules(@Nullable LoadRulesContext rules) {
        return rules == null
                ? List.of()
                : rules.loadRule().stream()
                        .filter(rule -> rule.exception == null)
                        .map(this::loadRule)
                        .toList();
    }

    private LoadRule loadRule(LoadRuleContext rule) {
        var span = places.span(rule);
        return rule.SKIPS() != null
                ? new LoadRule.Skip(span, exprs.text(rule.STRING(0).getSymbol()))
                : new LoadRule.Rename(span, exprs.text(rule.from), exprs.text(rule.to));
    }
}
