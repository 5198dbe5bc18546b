package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostic;

import java.util.List;

/// Ends a command because the user's program is wrong; the diagnostics say how.
final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    Rejected(List<Diagnostic> diagnostics) {
        super(diagnostics.isEmpty() ? "" : diagnostics.getFirst().message());
        this.diagnostics = List.copyOf(diagnostics);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
