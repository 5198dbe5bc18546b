package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Names and their values, inside an outer scope. `..B` stands under its own name, `..B`.
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Span> origins = new HashMap<>();

    private Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    static Scope outermost() {
        return new Scope(Optional.empty());
    }

    Scope inner() {
        return new Scope(Optional.of(this));
    }

    void define(String name, Value value) {
        values.put(name, value);
    }

    /// Defines a name whose value was written at a place, such as an argument.
    void define(String name, Value value, Span origin) {
        define(name, value);
        origins.put(name, origin);
    }

    /// Where the value of a name was written, if that is known.
    Optional<Span> origin(String name) {
        return values.containsKey(name)
                ? Optional.ofNullable(origins.get(name))
                : outer.flatMap(o -> o.origin(name));
    }

    Optional<Value> lookup(String name) {
        var here = local(name);
        return here.isPresent() ? here : outer.flatMap(o -> o.lookup(name));
    }

    Optional<Value> local(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Map<String, Value> locals() {
        return values;
    }

    Scope outermostScope() {
        return outer.map(Scope::outermostScope).orElse(this);
    }

    /// Every name that can be seen from here.
    Set<String> names() {
        var all = new LinkedHashSet<>(values.keySet());
        outer.ifPresent(o -> all.addAll(o.names()));
        return all;
    }
}
