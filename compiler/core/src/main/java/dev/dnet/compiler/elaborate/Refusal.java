package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// Carries a diagnostic from the rule that is broken to the expression that breaks it. The
/// evaluator catches it there, reports it once and goes on with a poisoned value; it never leaves
/// this package.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Optional<Diagnostic> diagnostic;

    private Refusal(Optional<Diagnostic> diagnostic) {
        super(diagnostic.map(Diagnostic::message).orElse("already reported"), null, false, false);
        this.diagnostic = diagnostic;
    }

    static Refusal of(Diagnostic diagnostic) {
        return new Refusal(Optional.of(diagnostic));
    }

    static Refusal of(String code, Span at, String message) {
        return of(Diagnostic.error(code, at, message));
    }

    static Refusal of(String code, Span at, String message, String help) {
        return of(Diagnostic.error(code, at, message).help(help));
    }

    /// An operand is poisoned: the error is reported already.
    static Refusal silent() {
        return new Refusal(Optional.empty());
    }

    Optional<Diagnostic> diagnostic() {
        return diagnostic;
    }
}
