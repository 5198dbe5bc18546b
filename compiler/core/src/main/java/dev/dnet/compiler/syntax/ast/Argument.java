package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// One argument of a call or field of a tuple: `x` or `axis: 1`.
public record Argument(Span span, Optional<Ident> name, Expr value) implements Node {}
