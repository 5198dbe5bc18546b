package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.QualifiedName;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a name stands for, and what was probably meant where it stands for nothing.
final class Names {
    private static final Set<String> PLANNED = Set.of("i8");
    private final Evaluator evaluator;

    Names(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value resolve(String name, Span at, Env env) {
        var found = env.scope().lookup(name);
        if (found.isEmpty()) {
            throw Refusal.of(unknown(name, at, env.scope()));
        }
        return settle(name, found.get(), at);
    }

    /// What the name of a type stands for.
    Value type(QualifiedName name, Env env) {
        var first = name.parts().getFirst();
        var value = resolve(first.text(), first.span(), env);
        for (var part : name.parts().subList(1, name.parts().size())) {
            var names = value instanceof Value.PackageRef p ? p.scope() : Scope.outermost();
            value =
                    names.local(part.text())
                            .orElseThrow(() ->
                                    Refusal.of(
                                            "type/unknown",
                                            name.span(),
                                            "`" + name + "` is not a type"));
        }
        return value;
    }

    /// A name's value as it is now: what was put off is evaluated, what is absent refused.
    Value settle(String name, Value value, Span at) {
        return switch (value) {
            case Value.Part p -> part(p, at);
            case Value.Absent a ->
                    throw Refusal.of("name/absent", at, "there is no `" + name + "`: " + a.why());
            case Value.Poison p -> throw Refusal.silent();
            case Value other -> evaluator.session().settled(other);
        };
    }

    static Diagnostic unknown(String name, Span at, Scope scope) {
        if (PLANNED.contains(name)) {
            return Diagnostic.error("unsupported/" + name, at, "`" + name + "` is not compiled yet")
                    .help("the element types are f32, f64, f16, bf16, i32, i64 and bool");
        }
        var capital = Character.isUpperCase(name.codePointAt(0));
        var message =
                capital
                        ? "`" + name + "` is neither declared nor a size that an argument gives"
                        : "nothing here is called `" + name + "`";
        var near = Nearest.of(name, scope.names());
        var error = Diagnostic.error("name/unknown", at, message);
        return near.isPresent()
                ? error.help("did you mean `" + near.get() + "`?", at, near.get())
                : error.help(
                        capital
                                ? "declare it, or bring it in by `use`; a size is bound where it"
                                        + " stands bare in the shape of an argument"
                                : "declare it, or bring it in: use package.{" + name + "}");
    }

    private Value part(Value.Part part, Span at) {
        var scope = Scope.outermost();
        var whole = force(part.whole(), at);
        if (whole instanceof Value.Absent) {
            return settle(part.name(), whole, at);
        }
        Patterns.bind(part.whole().let().pattern(), whole, scope);
        var value = scope.lookup(part.name()).orElseThrow();
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        return value;
    }

    /// The value of a deferred `let`, evaluated once in this session, and so outside of every
    /// function that is differentiated.
    Value force(Value.Deferred deferred, Span at) {
        var session = evaluator.session();
        var forced = session.forced();
        var known = forced.get(deferred);
        if (known != null) {
            return known.orElseThrow(() -> cyclic(deferred, at));
        }
        forced.put(deferred, Optional.empty());
        var value = session.marking(Map.of(), Map.of(), () -> evaluate(deferred));
        forced.put(deferred, Optional.of(value));
        return value;
    }

    private static Refusal cyclic(Value.Deferred deferred, Span at) {
        return Refusal.of(
                Diagnostic.error("name/cycle", at, "this value is needed to find itself")
                        .label(deferred.let().span(), "while evaluating this"));
    }

    private Value evaluate(Value.Deferred deferred) {
        var let = deferred.let();
        if (let.when().isPresent() && !evaluator.blocks().holds(let.when().get(), deferred.env())) {
            return new Value.Absent("its `when` does not hold: " + let.when().get().span().text());
        }
        var value = evaluator.lists().letValue(let.pattern(), let.value(), deferred.env());
        return let.type()
                .map(t -> evaluator.types().declared(t, value, let.value().span(), deferred.env()))
                .orElse(value);
    }
}
