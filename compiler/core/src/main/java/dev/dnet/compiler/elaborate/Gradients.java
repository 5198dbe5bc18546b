package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;

import java.util.Set;

/// What belongs to the functions that differentiate and is not compiled yet.
final class Gradients {
    private static final Set<String> NAMES = Set.of("vmap");

    private Gradients() {}

    static boolean isOne(String name) {
        return NAMES.contains(name);
    }

    static void refuse(String name, Span at) {
        if (NAMES.contains(name)) {
            throw Evaluator.later(
                    name,
                    at,
                    "write the function for the whole batch: operations broadcast over axes");
        }
    }
}
