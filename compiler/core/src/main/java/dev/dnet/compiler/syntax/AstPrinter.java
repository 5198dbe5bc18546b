package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.SExpression.node;

import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.LoadRule;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.QualifiedName;
import dev.dnet.compiler.syntax.ast.SourceFile;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;
import dev.dnet.compiler.syntax.ast.Use;

import java.util.ArrayList;
import java.util.List;

/// The syntax tree as text, for `dnetc emit --stage ast`: s-expressions, the same for the same
/// tree. Precedence shows, spans do not.
public final class AstPrinter {
    private AstPrinter() {}

    public static String print(SourceFile file) {
        var result = new StringBuilder();
        header(file).forEach(part -> result.append(SExpression.print(part, 0)).append('\n'));
        for (var declaration : file.declarations()) {
            result.append('\n').append(SExpression.print(member(declaration), 0)).append('\n');
        }
        return result.toString();
    }

    private static List<SExpression> header(SourceFile file) {
        var header = new ArrayList<SExpression>();
        file.packageName().ifPresent(name -> header.add(packageName(name, file.doc())));
        file.uses().forEach(use -> header.add(use(use)));
        return header;
    }

    private static SExpression packageName(QualifiedName name, String doc) {
        return StatementPrinter.doc(node("package").atom(name.text()), doc).build();
    }

    private static SExpression use(Use use) {
        return node("use")
                .atom(use.path().text())
                .maybe("as", use.alias().map(Ident::text).map(SExpression::atom))
                .addAll(use.names().stream().map(AstPrinter::item).toList())
                .build();
    }

    private static SExpression item(Use.Item item) {
        return item.alias()
                .map(alias -> node("as").atom(item.name().text()).atom(alias.text()).build())
                .orElse(SExpression.atom(item.name().text()));
    }

    private static SExpression member(Member member) {
        return switch (member) {
            case Member.Storage storage -> storage(storage);
            case Member.Apply apply ->
                    StatementPrinter.function(named("apply", apply.doc()), apply.function())
                            .build();
            case Stmt.Assert assertion -> StatementPrinter.assertion(assertion);
            case Stmt.Let let -> StatementPrinter.let(let);
            case Decl.Model model -> model(model);
            case Decl.Fn fn ->
                    StatementPrinter.function(named("fn", fn.doc(), fn.name()), fn.function())
                            .build();
            case Decl.Optimizer optimizer -> optimizer(optimizer);
            case Decl.Schedule schedule -> schedule(schedule);
            case Decl.Init init -> init(init);
            case Decl.Enumeration enumeration ->
                    named("enum", enumeration.doc(), enumeration.name())
                            .addAll(atoms(enumeration.cases()))
                            .build();
            case Decl.Alias alias ->
                    named("type", alias.doc(), alias.name())
                            .addAll(StatementPrinter.parameters(alias.parameters()))
                            .add(TypePrinter.type(alias.type()))
                            .build();
            case Decl.Train train -> train(train);
            case Decl.Load load -> load(load);
        };
    }

    private static SExpression.Builder named(String head, String doc) {
        return StatementPrinter.doc(node(head), doc);
    }

    private static SExpression.Builder named(String head, String doc, Ident name) {
        return StatementPrinter.doc(node(head).atom(name.text()), doc);
    }

    private static List<SExpression> atoms(List<Ident> names) {
        return names.stream().map(name -> SExpression.atom(name.text())).toList();
    }

    private static List<SExpression> members(List<Member> members) {
        return members.stream().map(AstPrinter::member).toList();
    }

    private static SExpression storage(Member.Storage storage) {
        return named(storage.kind().word(), storage.doc(), storage.name())
                .maybe(storage.type().map(TypePrinter::type))
                .maybe("~", storage.init().map(ExprPrinter::expr))
                .maybe("when", storage.when().map(ExprPrinter::expr))
                .build();
    }

    private static SExpression model(Decl.Model model) {
        return named("model", model.doc(), model.name())
                .addAll(StatementPrinter.parameters(model.parameters()))
                .addAll(members(model.members()))
                .build();
    }

    private static SExpression optimizer(Decl.Optimizer optimizer) {
        return named("optimizer", optimizer.doc(), optimizer.name())
                .addAll(StatementPrinter.parameters(optimizer.parameters()))
                .maybe(
                        "on",
                        optimizer
                                .on()
                                .map(on -> on.layer() + ": " + on.model())
                                .map(SExpression::atom))
                .addAll(members(optimizer.members()))
                .build();
    }

    private static SExpression schedule(Decl.Schedule schedule) {
        return named("schedule", schedule.doc(), schedule.name())
                .addAll(StatementPrinter.parameters(schedule.parameters()))
                .add(node("step").atom(schedule.step().text()).build())
                .add(ExprPrinter.expr(schedule.body()))
                .build();
    }

    private static SExpression init(Decl.Init init) {
        return named("init", init.doc(), init.name())
                .addAll(StatementPrinter.parameters(init.parameters()))
                .add(node("result").add(TypePrinter.type(init.result())).build())
                .add(ExprPrinter.expr(init.body()))
                .build();
    }

    private static SExpression train(Decl.Train train) {
        return named("train", train.doc(), train.name())
                .addAll(StatementPrinter.parameters(train.parameters()))
                .addAll(items(train.items()))
                .build();
    }

    private static List<SExpression> items(List<TrainItem> items) {
        return items.stream().map(AstPrinter::item).toList();
    }

    private static SExpression item(TrainItem item) {
        return switch (item) {
            case Stmt.Let let -> StatementPrinter.let(let);
            case Stmt.Assert assertion -> StatementPrinter.assertion(assertion);
            case Decl.Load load -> load(load);
            case TrainItem.Data data ->
                    node("data")
                            .maybe(data.part().map(Ident::text).map(SExpression::atom))
                            .add(ExprPrinter.expr(data.source()))
                            .build();
            case TrainItem.Batch batch ->
                    node("batch").addAll(StatementPrinter.parameters(batch.columns())).build();
            case TrainItem.Loss loss -> node("loss").add(ExprPrinter.expr(loss.value())).build();
            case TrainItem.Update update ->
                    node("update")
                            .addAll(update.rules().stream().map(AstPrinter::rule).toList())
                            .build();
            case TrainItem.Metric metric ->
                    named("metric", metric.doc(), metric.name())
                            .add(ExprPrinter.expr(metric.value()))
                            .build();
            case TrainItem.Average average -> average(average);
            case TrainItem.Step step ->
                    node("step").addAll(atoms(step.models())).addAll(items(step.items())).build();
            case TrainItem.Run run ->
                    node("run")
                            .addAll(run.settings().stream().map(AstPrinter::setting).toList())
                            .build();
        };
    }

    private static SExpression rule(TrainItem.Update.Rule rule) {
        return node("rule")
                .add(ExprPrinter.expr(rule.path()))
                .add(ExprPrinter.expr(rule.optimizer()))
                .build();
    }

    private static SExpression average(TrainItem.Average average) {
        return node("average")
                .atom(average.name().text())
                .add(ExprPrinter.expr(average.of()))
                .add(node("decay").add(ExprPrinter.expr(average.decay())).build())
                .build();
    }

    private static SExpression setting(TrainItem.Run.Setting setting) {
        return node(setting.name().text()).add(ExprPrinter.expr(setting.value())).build();
    }

    private static SExpression load(Decl.Load load) {
        return node("load")
                .add(ExprPrinter.expr(load.target()))
                .add(node("from").add(ExprPrinter.expr(load.file())).build())
                .addAll(load.rules().stream().map(AstPrinter::rule).toList())
                .build();
    }

    private static SExpression rule(LoadRule rule) {
        return switch (rule) {
            case LoadRule.Rename rename ->
                    node("=>")
                            .add(ExprPrinter.expr(rename.from()))
                            .add(ExprPrinter.expr(rename.to()))
                            .build();
            case LoadRule.Skip skip -> node("skip").add(ExprPrinter.expr(skip.path())).build();
        };
    }
}
