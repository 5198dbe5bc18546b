package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;

import java.util.Set;

/// The functions that differentiate. They belong to the language and are not compiled yet, except
/// in a `train` block.
final class Gradients {
    private static final Set<String> NAMES =
            Set.of("grad", "value_and_grad", "jvp", "vjp", "hvp", "jacobian", "vmap");

    private Gradients() {}

    static boolean isOne(String name) {
        return NAMES.contains(name);
    }

    static void refuse(String name, Span at) {
        if (NAMES.contains(name)) {
            throw Evaluator.later(name, at, "a `train` block differentiates its loss");
        }
    }
}
