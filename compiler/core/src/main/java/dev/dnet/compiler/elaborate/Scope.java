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
    private final Optional<User> user;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Span> origins = new HashMap<>();

    /// Where a declared type is used, and what its parameters are called there if they are free.
    private record User(Scope scope, Map<String, String> renamed) {
        String name(String own) {
            return renamed.getOrDefault(own, own);
        }
    }

    private Scope(Optional<Scope> outer, Optional<User> user) {
        this.outer = outer;
        this.user = user;
    }

    static Scope outermost() {
        return new Scope(Optional.empty(), Optional.empty());
    }

    Scope inner() {
        return new Scope(Optional.of(this), Optional.empty());
    }

    /// The names of a type that is declared here and used elsewhere: what it does not say itself is
    /// free, and a name of its user.
    Scope usedIn(Scope scope, Map<String, String> renamed) {
        return new Scope(Optional.of(this), Optional.of(new User(scope, renamed)));
    }

    void define(String name, Value value) {
        values.put(name, value);
    }

    /// Defines a name whose value was written at a place, such as an argument.
    void define(String name, Value value, Span origin) {
        define(name, value);
        origins.put(name, origin);
    }

    /// Gives what is free in a type its value: it belongs to whoever uses the type.
    void bind(String name, Value value, Span origin) {
        if (user.isPresent()) {
            user.get().scope().bind(user.get().name(name), value, origin);
        } else {
            define(name, value, origin);
        }
    }

    /// Where the value of a name was written, if that is known.
    Optional<Span> origin(String name) {
        if (values.containsKey(name)) {
            return Optional.ofNullable(origins.get(name));
        }
        var around = outer.flatMap(o -> o.origin(name));
        return around.isPresent() ? around : user.flatMap(u -> u.scope().origin(u.name(name)));
    }

    Optional<Value> lookup(String name) {
        var here = local(name);
        if (here.isPresent()) {
            return here;
        }
        boolean free = user.filter(u -> u.renamed().containsKey(name)).isPresent();
        var around = free ? Optional.<Value>empty() : outer.flatMap(o -> o.lookup(name));
        return around.isPresent() ? around : user.flatMap(u -> u.scope().lookup(u.name(name)));
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
