package dev.dnet.compiler.syntax;

import dev.dnet.compiler.source.Span;

/// A comment that is not documentation. Only the formatter needs them.
record Comment(Span span, String text) {}
