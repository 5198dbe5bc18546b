package dev.dnet.compiler.diagnostic;

import dev.dnet.compiler.source.Span;

/// A change that mends an error: put `text` where `span` stands. A tool can apply it.
public record Fix(Span span, String text) {}
