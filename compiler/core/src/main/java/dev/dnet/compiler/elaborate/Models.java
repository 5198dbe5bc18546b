package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Pattern;
import dev.dnet.compiler.syntax.ast.Stmt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes models: binds their arguments, makes the models inside them, and gives each stored value
/// its path.
final class Models {
    private static final int DEEPEST = 60;
    private final Evaluator evaluator;
    private final Storages storages;

    Models(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.storages = new Storages(evaluator);
    }

    Value.Instance make(Value.ModelClass model, List<Given> given, Span at, Env env) {
        var name = model.decl().name().text();
        var path = env.building().orElseThrow(() -> running(name, at));
        evaluator.session().proceed();
        if (env.models() >= DEEPEST) {
            evaluator.session().stop();
            throw recursion(model, at, env);
        }
        claim(path, env, at);
        var inside =
                env.with(model.scope().inner())
                        .building(Optional.of(path))
                        .instance(path)
                        .calling(name, at, true);
        var values = arguments(model.decl(), given, at, env);
        var instance = new Value.Instance(model, path, inside.scope(), env.average().isPresent());
        evaluator.session().layers().made(instance);
        evaluator
                .calls()
                .functions()
                .bind(model.decl().parameters(), of(values, model.decl()), name, inside);
        members(instance, values, inside);
        return instance;
    }

    private static Refusal running(String name, Span at) {
        return Refusal.of(
                "model/made-while-running",
                at,
                "a "
                        + name
                        + " is made where models only run, so its parameters would belong to"
                        + " nothing",
                "make it with `let` in the model or `train` block that owns it");
    }

    private static Refusal recursion(Value.ModelClass model, Span at, Env env) {
        return Refusal.of(
                Diagnostic.error(
                                "model/recursion",
                                at,
                                "models contain one another for ever: "
                                        + Recursion.chain(env, 4)
                                        + " → "
                                        + model.decl().name())
                        .label(model.decl().name().span(), "declared here")
                        .help("end it with `when` or `if` on an argument that changes on the way"));
    }

    private void claim(String path, Env env, Span at) {
        var key = env.average().map(a -> a + "/" + path).orElse(path);
        if (!evaluator.session().claim(key) && !path.isEmpty()) {
            throw Refusal.of(
                    "model/same-path",
                    at,
                    "a second model would get the path `" + path + "`",
                    "give each model a `let` of its own");
        }
    }

    /// Arguments are the parameters, and any stored value or part of the model, which is then
    /// shared.
    private Map<String, Functions.Argued> arguments(
            Decl.Model decl, List<Given> given, Span at, Env env) {
        var wanted = new ArrayList<Arguments.Wanted>();
        decl.parameters()
                .forEach(p ->
                        wanted.add(
                                new Arguments.Wanted(
                                        p.name().text(), p.defaultValue().isPresent(), false)));
        int byPosition = wanted.size();
        shareable(decl).forEach(n -> wanted.add(new Arguments.Wanted(n, true, false)));
        if (given.stream().filter(g -> g.name().isEmpty()).count() > byPosition) {
            Arguments.match(wanted.subList(0, byPosition), given, "`" + decl.name() + "`", at);
        }
        var values = new LinkedHashMap<String, Functions.Argued>();
        var poisoned = false;
        for (var entry : Arguments.match(wanted, given, "`" + decl.name() + "`", at).entrySet()) {
            var argument = entry.getValue().getFirst();
            var value = argument.value(env.part(entry.getKey()));
            poisoned |= value instanceof Value.Poison;
            values.put(entry.getKey(), new Functions.Argued(value, argument.span()));
        }
        if (poisoned) {
            throw Refusal.silent();
        }
        return values;
    }

    private static List<String> shareable(Decl.Model decl) {
        var names = new ArrayList<String>();
        for (var member : decl.members()) {
            switch (member) {
                case Member.Storage s -> names.add(s.name().text());
                case Stmt.Let l -> Patterns.names(l.pattern()).forEach(n -> names.add(n.text()));
                default -> {}
            }
        }
        return names;
    }

    private static Map<String, Functions.Argued> of(
            Map<String, Functions.Argued> values, Decl.Model decl) {
        var own = new LinkedHashMap<>(values);
        own.keySet().retainAll(decl.parameters().stream().map(p -> p.name().text()).toList());
        return own;
    }

    private void members(
            Value.Instance instance, Map<String, Functions.Argued> values, Env inside) {
        var decl = instance.of().decl();
        unique(decl);
        for (var member : decl.members()) {
            if (member instanceof Decl.Fn f) {
                var self = Optional.of(instance);
                var closure =
                        new Value.Closure(f.name().text(), f.function(), inside.scope(), self);
                inside.scope().define(f.name().text(), closure);
            } else if (member instanceof Decl d && !(d instanceof Stmt.Let)) {
                Declarations.define(List.of(d), inside, evaluator.reporter());
            }
        }
        for (var member : decl.members()) {
            switch (member) {
                case Stmt.Let let -> let(let, values, inside);
                case Member.Storage storage -> storages.define(storage, values, inside);
                case Stmt.Assert a ->
                        evaluator
                                .reporter()
                                .guard(inside, () -> evaluator.assertions().check(a, inside));
                case Decl.Load l ->
                        evaluator
                                .reporter()
                                .report(
                                        Diagnostic.error(
                                                "load/place",
                                                l.span(),
                                                "`load` stands in a `train` block"));
                case Decl d -> {}
                case Member.Apply a -> {}
            }
        }
    }

    private void unique(Decl.Model decl) {
        var places = new HashMap<String, Span>();
        for (var member : decl.members()) {
            var names =
                    switch (member) {
                        case Member.Storage s -> List.of(s.name());
                        case Stmt.Let l -> Patterns.names(l.pattern());
                        case Decl.Fn f -> List.of(f.name());
                        default -> List.<Ident>of();
                    };
            Declarations.unique(names, places, evaluator.reporter());
        }
    }

    private void let(Stmt.Let let, Map<String, Functions.Argued> values, Env inside) {
        if (let.pattern() instanceof Pattern.Bind(Span s, Ident name)
                && values.containsKey(name.text())) {
            inside.scope().define(name.text(), values.get(name.text()).value());
            return;
        }
        evaluator.reporter().guard(inside, () -> evaluator.blocks().member(let, inside));
    }

    /// Whether a value is a model, or holds one.
    static boolean isMade(Value value) {
        return switch (value) {
            case Value.Instance i -> true;
            case Value.Typed t -> isMade(t.of());
            case Value.Items i -> i.values().stream().anyMatch(Models::isMade);
            case Value.Tuple t -> t.values().stream().anyMatch(Models::isMade);
            default -> false;
        };
    }
}
