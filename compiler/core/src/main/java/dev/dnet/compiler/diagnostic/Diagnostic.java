package dev.dnet.compiler.diagnostic;

import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One message to the user: a value, never an exception. The code (`matmul/inner-dim`) is stable
/// and can be looked up; the message says what is wrong at `span`; labels show the other places
/// with why each matters.
public record Diagnostic(
        Severity severity,
        String code,
        Span span,
        String message,
        List<Label> labels,
        Optional<Help> help) {

    public Diagnostic {
        labels = List.copyOf(labels);
    }

    public static Diagnostic error(String code, Span span, String message) {
        return new Diagnostic(Severity.ERROR, code, span, message, List.of(), Optional.empty());
    }

    public static Diagnostic warning(String code, Span span, String message) {
        return new Diagnostic(Severity.WARNING, code, span, message, List.of(), Optional.empty());
    }

    /// The same with one more labelled place. A label at `span` itself is written under the first
    /// underline.
    public Diagnostic label(Span at, String text) {
        var more = new ArrayList<>(labels);
        more.add(new Label(at, text));
        return new Diagnostic(severity, code, span, message, more, help);
    }

    public Diagnostic help(String text) {
        return help(Help.of(text));
    }

    /// The same with a change that mends it.
    public Diagnostic help(String text, Span at, String replacement) {
        return help(Help.replace(text, at, replacement));
    }

    public Diagnostic help(Help newHelp) {
        return new Diagnostic(severity, code, span, message, labels, Optional.of(newHelp));
    }
}
