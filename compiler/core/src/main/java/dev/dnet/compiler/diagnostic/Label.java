package dev.dnet.compiler.diagnostic;

import dev.dnet.compiler.source.Span;

/// A place that takes part in an error, and why: one side of a mismatch, or where an expectation
/// came from.
public record Label(Span span, String text) {}
