package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.TrainItem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `train` block as a program: initialise, step, evaluate, and inference of each model in it.
/// Each method is a graph of its own, elaborated anew, because `training` differs and so does what
/// is read.
final class Training {
    private static final String INIT = "init";
    private final Decl.Train decl;
    private final Scope scope;
    private final String packageName;
    private final Reporter reporter;
    private final Variables variables = new Variables(false);
    private final TrainItems items;
    private final Env env;
    private Optional<TrainSettings> settings = Optional.empty();

    Training(Decl.Train decl, Scope scope, String packageName, Reporter reporter) {
        this.decl = decl;
        this.scope = scope;
        this.packageName = packageName;
        this.reporter = reporter;
        this.items = new TrainItems(decl, reporter);
        this.env = Elaborator.fileEnv(scope);
    }

    Program elaborate() {
        var methods = new ArrayList<Program.Method>();
        var named = new LinkedHashMap<String, String>();
        if (items.complete()) {
            step(methods, named);
            reporter.guard(env, () -> methods.add(SizeFacts.elaborate(this::evaluate)));
        }
        if (!reporter.diagnostics().hasErrors()) {
            reporter.guard(env, () -> methods.addFirst(init(named)));
            items.all(TrainItem.Average.class).forEach(a -> named.put(a.name().text(), ""));
            named.forEach((name, doc) -> reporter.guard(env, () -> call(name, doc, methods)));
        }
        return new Program(
                Program.Kind.TRAIN,
                packageName,
                decl.name().text(),
                decl.doc(),
                decl.span(),
                variables.kept(),
                methods);
    }

    TrainSettings settings() {
        return settings.orElseGet(() ->
                new TrainSettings(
                        packageName,
                        decl.name().text(),
                        decl.name().span(),
                        List.of(),
                        Map.of(),
                        List.of()));
    }

    private TrainBlock open(
            String name, boolean training, boolean withBatch, Reporter reports, SizeFacts facts) {
        var session = new Session(name, variables, name.equals(INIT), facts);
        var evaluator = new Evaluator(session, reports, scope.outermostScope());
        return new TrainBlock(evaluator, decl, items, env.training(training), withBatch);
    }

    private void step(List<Program.Method> methods, Map<String, String> named) {
        reporter.guard(env, () -> methods.add(SizeFacts.elaborate(f -> step(named, f))));
    }

    private Program.Method step(Map<String, String> named, SizeFacts facts) {
        var block = open("step", true, true, reporter, facts);
        var players = new Players(block);
        players.forceAll();
        players.update();
        models(block).forEach(named::put);
        settings = Optional.of(new Settings(block).settings(packageName));
        players.average();
        block.evaluator().session().outputWrites();
        return method(Program.Role.STEP, "step", block);
    }

    private static Program.Method method(Program.Role role, String name, TrainBlock block) {
        return new Program.Method(
                role, name, "", block.columns(), block.evaluator().session().graph().build());
    }

    private Program.Method evaluate(SizeFacts facts) {
        var block = open("evaluate", false, true, reporter, facts);
        var players = new Players(block);
        players.forceAll();
        players.evaluate();
        for (var metric : items.all(TrainItem.Metric.class)) {
            block.evaluator().session().forgetCaches();
            reporter.guard(
                    env, () -> block.output(metric.name().text(), block.metric(metric.value())));
        }
        return method(Program.Role.EVALUATE, "evaluate", block);
    }

    /// The names of models among the `let`s, with what is said of them.
    private Map<String, String> models(TrainBlock block) {
        var found = new LinkedHashMap<String, String>();
        for (var let : items.all(Stmt.Let.class)) {
            if (Models.isMade(block.value(let))) {
                Patterns.names(let.pattern()).forEach(n -> found.put(n.text(), let.doc()));
            }
        }
        return found;
    }

    private Program.Method init(Map<String, String> named) {
        var block = open(INIT, false, false, reporter, new SizeFacts());
        named.keySet().forEach(block::named);
        new Players(block).initialise();
        block.evaluator().session().outputWrites();
        return new Program.Method(
                Program.Role.INIT,
                "init",
                "",
                List.of(),
                block.evaluator().session().graph().build());
    }

    /// The inference of one model of the block, where it has a function without a name.
    private void call(String name, String doc, List<Program.Method> methods) {
        if (!(open(name, false, false, reporter, new SizeFacts()).named(name)
                instanceof Value.Instance model)) {
            return;
        }
        for (var apply : Member.only(model.of().decl().members(), Member.Apply.class)) {
            Entries.attempt(
                    apply.function(),
                    env,
                    reporter,
                    own -> methods.addAll(SizeFacts.elaborate(f -> call(name, doc, own, f))));
        }
    }

    private List<Program.Method> call(String name, String doc, Reporter own, SizeFacts facts) {
        var block = open(name, false, false, own, facts);
        if (!(block.named(name) instanceof Value.Instance instance)) {
            throw Refusal.silent();
        }
        var function = block.evaluator().calls().apply(instance, decl.span());
        var entries = new Entries(block.evaluator());
        return entries.isEntry(function, block.running())
                ? List.of(entries.method(Program.Role.CALL, name, doc, function, block.running()))
                : List.of();
    }
}
