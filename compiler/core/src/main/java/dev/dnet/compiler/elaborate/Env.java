package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// Where an expression is evaluated: the names it sees and the circumstances.
///
/// @param instance the path of the model whose code this is; draws are numbered under it
/// @param building the path that a model made here gets; empty where models only run
/// @param training whether this is a training step
/// @param average the name of the running average whose parameters are read, if any
/// @param calls the calls that led here
/// @param segments how loops over time are cut, where they are
record Env(
        Scope scope,
        String instance,
        Optional<String> building,
        boolean training,
        Optional<String> average,
        Optional<Chain> calls,
        Optional<Segments.Wish> segments) {

    /// The calls that are being evaluated, the innermost first.
    record Chain(String name, Span at, Optional<Chain> outer, int depth, int models) {}

    Env with(Scope newScope) {
        return new Env(newScope, instance, building, training, average, calls, segments);
    }

    Env inner() {
        return with(scope.inner());
    }

    Env building(Optional<String> path) {
        return new Env(scope, instance, path, training, average, calls, segments);
    }

    /// For a part of what is being built here.
    Env part(String name) {
        return building.isEmpty() ? this : building(building.map(b -> Paths.join(b, name)));
    }

    Env instance(String path) {
        return new Env(scope, path, building, training, average, calls, segments);
    }

    Env training(boolean now) {
        return new Env(scope, instance, building, now, average, calls, segments);
    }

    Env average(String name) {
        return new Env(scope, instance, building, training, Optional.of(name), calls, segments);
    }

    Env calling(String name, Span at, boolean model) {
        int depth = depth() + 1;
        int models = calls.map(Chain::models).orElse(0) + (model ? 1 : 0);
        var chain = new Chain(name, at, calls, depth, models);
        return new Env(scope, instance, building, training, average, Optional.of(chain), segments);
    }

    Env segments(Optional<Segments.Wish> wish) {
        return new Env(scope, instance, building, training, average, calls, wish);
    }

    int depth() {
        return calls.map(Chain::depth).orElse(0);
    }

    int models() {
        return calls.map(Chain::models).orElse(0);
    }
}
