package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Ident;

import java.util.Optional;

/// An argument of a call. It is evaluated when its parameter is known, because a model that is made
/// in an argument is named after the parameter.
record Given(Span span, Optional<Ident> name, Supply supply) {

    /// The argument's value, evaluated where the call stands, with the path that a model made there
    /// gets.
    @FunctionalInterface
    interface Supply {
        Value under(Optional<String> building);
    }

    static Given of(Span span, Value value) {
        return new Given(span, Optional.empty(), path -> value);
    }

    static Given named(Span span, String name, Value value) {
        return new Given(span, Optional.of(new Ident(span, name)), path -> value);
    }

    /// The same with a value that is evaluated once, and is none under indices.
    Given known(Evaluator evaluator, Env env) {
        var known = evaluator.now(value(env.building(Optional.empty())));
        if (known instanceof Value.Poison) {
            throw Refusal.silent();
        }
        if (known instanceof Value.Indexed) {
            throw IndexNotation.onlyElementwise(span);
        }
        return new Given(span, name, path -> known);
    }

    Value value(Env env) {
        return supply.under(env.building());
    }
}
