package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.QualifiedName;
import dev.dnet.compiler.syntax.ast.TypeExpr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Types with a name of their own, `type State(H: int) = (h: f32[H], c: f32[H])`. What is free in
/// them is free where they are used, as if it were written there; all other names are those of the
/// place where they are declared.
final class Aliases {
    private final Evaluator evaluator;

    Aliases(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// What a name of a type stands for, and where that is evaluated.
    record Meaning(Value.Alias alias, TypeExpr type, Env env) {
        /// The error of a value, with what its type stands for.
        Diagnostic explain(Diagnostic error, TypeExpr use) {
            return error.label(
                    use.span(), "`" + alias.decl().name() + "` is " + type.span().text());
        }
    }

    /// The meaning once all that can be bound is bound; nothing where the type is no alias.
    Optional<Meaning> of(TypeExpr type, Env env) {
        return of(type, env, true);
    }

    /// The same to bind what is free in it, which arguments may be made of.
    Optional<Meaning> open(TypeExpr type, Env env) {
        return of(type, env, false);
    }

    private Optional<Meaning> of(TypeExpr type, Env env, boolean known) {
        if (!(type instanceof TypeExpr.Named named)) {
            return Optional.empty();
        }
        var found = find(named.name(), env.scope());
        if (found.isEmpty() || !(found.get() instanceof Value.Alias alias)) {
            return Optional.empty();
        }
        requireFinite(alias);
        var scope = arguments(alias, named, env, known);
        return Optional.of(new Meaning(alias, alias.decl().type(), env.with(scope)));
    }

    private Scope arguments(Value.Alias alias, TypeExpr.Named use, Env env, boolean known) {
        var decl = alias.decl();
        var given = evaluator.given(use.arguments(), env.building(Optional.empty()));
        var written = new HashMap<Given, Expr>();
        for (int k = 0; k < given.size(); k++) {
            written.put(given.get(k), use.arguments().get(k).value());
        }
        var wanted =
                decl.parameters().stream()
                        .map(p ->
                                new Arguments.Wanted(
                                        p.name().text(), p.defaultValue().isPresent(), false))
                        .toList();
        var matched = Arguments.match(wanted, given, "`" + decl.name() + "`", use.span());
        var renamed = new LinkedHashMap<String, String>();
        var own = new LinkedHashMap<String, Functions.Argued>();
        matched.forEach((name, arguments) -> {
            var argument = arguments.getFirst();
            var free = free(Objects.requireNonNull(written.get(argument)), env);
            free.ifPresent(n -> renamed.put(name, n));
            if (free.isEmpty()) {
                var value = known ? argument.value(env) : new Value.Nothing();
                own.put(name, new Functions.Argued(value, argument.span()));
            }
        });
        var scope = alias.scope().usedIn(env.scope(), renamed);
        own.forEach((name, argument) -> scope.define(name, argument.value(), argument.span()));
        if (known) {
            check(alias, own, renamed.keySet(), env.with(scope));
        }
        return scope;
    }

    /// The name of a size that nothing has bound yet.
    private static Optional<String> free(Expr argument, Env env) {
        return argument instanceof Expr.Name(Span span, String name)
                        && Character.isUpperCase(name.codePointAt(0))
                        && env.scope().lookup(name).isEmpty()
                ? Optional.of(name)
                : Optional.empty();
    }

    private void check(
            Value.Alias alias,
            LinkedHashMap<String, Functions.Argued> own,
            Set<String> free,
            Env inside) {
        for (var parameter : alias.decl().parameters()) {
            var name = parameter.name().text();
            if (free.contains(name)) {
                continue;
            }
            var given = own.get(name);
            var value =
                    given != null
                            ? given.value()
                            : evaluator.need(parameter.defaultValue().orElseThrow(), inside);
            var at = given != null ? given.span() : parameter.defaultValue().orElseThrow().span();
            if (value instanceof Value.Poison) {
                throw Refusal.silent();
            }
            var what = "`" + name + "` of `" + alias.decl().name() + "`";
            var accepted =
                    parameter
                            .type()
                            .map(t -> new Unifier(evaluator, inside).accept(t, value, at, what))
                            .orElse(value);
            inside.scope().define(name, accepted, at);
        }
    }

    private static Optional<Value> find(QualifiedName name, Scope scope) {
        var value = scope.lookup(name.parts().getFirst().text());
        for (var part : name.parts().subList(1, name.parts().size())) {
            value =
                    value.flatMap(v ->
                            v instanceof Value.PackageRef p
                                    ? p.scope().local(part.text())
                                    : Optional.empty());
        }
        return value;
    }

    /// Refuses a type that is part of itself.
    static void requireFinite(Value.Alias alias) {
        requireFinite(alias, new ArrayList<>());
    }

    private static void requireFinite(Value.Alias alias, List<Value.Alias> around) {
        int known = around.indexOf(alias);
        if (known >= 0) {
            throw endless(around.subList(known, around.size()));
        }
        around.addLast(alias);
        names(alias.decl().type())
                .forEach(n ->
                        find(n.name(), alias.scope())
                                .ifPresent(v -> {
                                    if (v instanceof Value.Alias part) {
                                        requireFinite(part, around);
                                    }
                                }));
        around.removeLast();
    }

    private static Refusal endless(List<Value.Alias> circle) {
        var first =
                circle.stream()
                        .min(Comparator.comparingInt(a -> a.decl().name().span().start()))
                        .orElseThrow();
        var error =
                Diagnostic.error(
                        "type/cycle",
                        first.decl().name().span(),
                        "the type `" + first.decl().name() + "` is part of itself");
        for (var alias : circle) {
            error =
                    error.label(
                            alias.decl().type().span(), "`" + alias.decl().name() + "` is this");
        }
        return Refusal.of(
                error.help("a type is finite; what nests to any depth is a list, or a tree"));
    }

    private static Stream<TypeExpr.Named> names(TypeExpr type) {
        return switch (type) {
            case TypeExpr.Named n -> Stream.of(n);
            case TypeExpr.Tensor t -> Stream.empty();
            case TypeExpr.ListOf l -> names(l.element());
            case TypeExpr.TupleOf t -> t.fields().stream().flatMap(f -> names(f.type()));
            case TypeExpr.FnOf f ->
                    Stream.concat(
                            f.parameters().stream().flatMap(Aliases::names), names(f.result()));
        };
    }
}
