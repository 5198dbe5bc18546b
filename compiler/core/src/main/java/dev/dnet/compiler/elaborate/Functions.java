package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Parameter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls of functions of the program: they are written out where they are called.
final class Functions {
    private final Evaluator evaluator;

    Functions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value call(Value.Closure closure, List<Given> given, Span at, Env env) {
        var inside = inside(closure, at, env);
        var function = closure.function();
        var values = evaluate(function.parameters(), given, "`" + closure.name() + "`", at, env);
        var result =
                function.gradient().isPresent()
                        ? new Rules(evaluator).apply(closure, values, inside)
                        : apply(function, values, closure.name(), inside);
        closure.layer().filter(l -> env.training()).ifPresent(l -> record(l, values, result));
        return result;
    }

    /// Keeps what a layer got and gave, for an optimizer that asks for it.
    private void record(Value.Instance layer, Map<String, Argued> values, Value result) {
        var session = evaluator.session();
        var arguments = new LinkedHashMap<String, Value>();
        values.forEach((name, a) -> arguments.put(name, evaluator.now(a.value())));
        session.layers().called(layer, new Layers.Call(arguments, result, session.isInLoop()));
    }

    private Env inside(Value.Closure closure, Span at, Env env) {
        var declared = closure.function().span();
        Recursion.refuse(evaluator.session(), closure.name(), declared, at, env);
        var building = closure.self().isPresent() ? Optional.<String>empty() : env.building();
        var inside =
                env.with(closure.scope().inner())
                        .building(building)
                        .calling(closure.name(), at, false);
        return closure.self().isPresent() ? inside.instance(closure.self().get().path()) : inside;
    }

    /// The values of the arguments, by parameter; what is left out and has a default is missing.
    Map<String, Argued> evaluate(
            List<Parameter> parameters, List<Given> given, String callee, Span at, Env env) {
        var wanted =
                parameters.stream()
                        .map(p ->
                                new Arguments.Wanted(
                                        p.name().text(), p.defaultValue().isPresent(), false))
                        .toList();
        var values = new LinkedHashMap<String, Argued>();
        var poisoned = false;
        for (var entry : Arguments.match(wanted, given, callee, at).entrySet()) {
            var argument = entry.getValue().getFirst();
            var value = argument.value(env.part(entry.getKey()));
            poisoned |= value instanceof Value.Poison;
            values.put(entry.getKey(), new Argued(value, argument.span()));
        }
        if (poisoned) {
            throw Refusal.silent();
        }
        return values;
    }

    /// An argument and where it was written.
    record Argued(Value value, Span span) {}

    /// Evaluates a function's body for values of its parameters, in an environment of its own.
    Value apply(Function function, Map<String, Argued> values, String name, Env inside) {
        var read = new LinkedHashMap<String, Argued>();
        values.forEach((n, a) -> read.put(n, new Argued(evaluator.now(a.value()), a.span())));
        var unifier = bind(function.parameters(), read, name, inside);
        for (var parameter : function.parameters()) {
            if (inside.scope().local(parameter.name().text()).orElseThrow()
                    instanceof Value.Tensor t) {
                evaluator.session().graph().hint(t.position(), parameter.name().text());
            }
        }
        var result = evaluator.evalNow(function.body(), inside);
        if (result instanceof Value.Poison) {
            throw Refusal.silent();
        }
        if (function.result().isEmpty()) {
            return result;
        }
        var type = function.result().get();
        unifier.bind(type, result, end(function.body()));
        return unifier.accept(type, result, end(function.body()), "the result of `" + name + "`");
    }

    private static Span end(Expr body) {
        return body instanceof Expr.Block b && b.value().isPresent()
                ? end(b.value().get())
                : body.span();
    }

    /// Binds parameters to values: sizes first, then every value is checked against its type.
    Unifier bind(
            List<Parameter> parameters, Map<String, Argued> values, String callee, Env inside) {
        var unifier = new Unifier(evaluator, inside);
        for (var parameter : parameters) {
            var given = values.get(parameter.name().text());
            if (given != null) {
                inside.scope().define(parameter.name().text(), given.value());
            }
        }
        for (var parameter : parameters) {
            var given = values.get(parameter.name().text());
            if (given != null && parameter.type().isPresent()) {
                unifier.bind(parameter.type().get(), given.value(), given.span());
            }
        }
        for (var parameter : parameters) {
            var name = parameter.name().text();
            var given =
                    values.containsKey(name)
                            ? values.get(name)
                            : new Argued(
                                    byDefault(parameter, inside),
                                    parameter.defaultValue().orElseThrow().span());
            var what = "`" + name + "` of `" + callee + "`";
            var value =
                    parameter
                            .type()
                            .map(t -> unifier.accept(t, given.value(), given.span(), what))
                            .orElse(given.value());
            inside.scope().define(name, value, given.span());
        }
        return unifier;
    }

    private Value byDefault(Parameter parameter, Env inside) {
        var value =
                evaluator.eval(
                        parameter.defaultValue().orElseThrow(),
                        inside.part(parameter.name().text()));
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        return value;
    }
}
