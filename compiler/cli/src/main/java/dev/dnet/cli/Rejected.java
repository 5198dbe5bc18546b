package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;
import dev.dnet.runtime.DnetException;

import java.util.List;

/// Ends a command because the user's program is wrong; the diagnostics say how.
final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    Rejected(List<Diagnostic> diagnostics) {
        super(diagnostics.isEmpty() ? "" : diagnostics.getFirst().message());
        this.diagnostics = List.copyOf(diagnostics);
    }

    /// What shows only when the program runs, at the place of the program that asks for it.
    static Rejected at(Span span, DnetException e) {
        return new Rejected(
                List.of(
                        Diagnostic.error(e.code(), span, e.found())
                                .label(span, "expected: " + e.expected())
                                .help(e.help())));
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
