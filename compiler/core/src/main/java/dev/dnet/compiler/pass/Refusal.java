package dev.dnet.compiler.pass;

import dev.dnet.compiler.diagnostic.Diagnostic;

import java.util.List;

/// Carries the diagnostics of a program that a pass cannot translate up to the [Pipeline], which
/// hands them out as values. It goes no further.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Diagnostic> diagnostics;

    Refusal(List<Diagnostic> diagnostics) {
        super(diagnostics.toString());
        this.diagnostics = List.copyOf(diagnostics);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
