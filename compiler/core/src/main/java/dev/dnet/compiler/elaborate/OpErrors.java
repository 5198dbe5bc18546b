package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.source.Span;

/// What an operator refuses, as a message at the place of the program that asks for it.
final class OpErrors {
    private OpErrors() {}

    static Diagnostic diagnostic(OpError error, Span at) {
        var diagnostic = Diagnostic.error(error.code(), at, String.valueOf(error.getMessage()));
        return error.help().map(diagnostic::help).orElse(diagnostic);
    }

    /// The same, with the type of an operand at its place.
    static Diagnostic label(Diagnostic diagnostic, Span at, Value operand) {
        return switch (operand) {
            case Value.Tensor t -> diagnostic.label(at, "this is " + t.type());
            case Value.Stored s -> diagnostic.label(at, "this is " + s.variable().type());
            default -> diagnostic;
        };
    }
}
