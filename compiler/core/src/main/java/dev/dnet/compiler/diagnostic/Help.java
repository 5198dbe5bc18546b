package dev.dnet.compiler.diagnostic;

import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// One thing to try, with the change itself where it is known.
public record Help(String text, Optional<Fix> fix) {

    public static Help of(String text) {
        return new Help(text, Optional.empty());
    }

    public static Help replace(String text, Span span, String replacement) {
        return new Help(text, Optional.of(new Fix(span, replacement)));
    }
}
