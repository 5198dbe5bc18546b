package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// An index of `for` or of a reduction: `t`, `t in 0..T`, or `..s` for any number of them.
public record IndexVar(Span span, boolean axes, Ident name, Optional<Expr> range) implements Node {}
