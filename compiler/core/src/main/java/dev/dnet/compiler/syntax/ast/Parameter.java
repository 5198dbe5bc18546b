package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.Optional;

/// A parameter of a model, function, optimizer or batch: `eps: f32 = 1e-5`.
public record Parameter(
        Span span, String doc, Ident name, Optional<TypeExpr> type, Optional<Expr> defaultValue)
        implements Node {}
