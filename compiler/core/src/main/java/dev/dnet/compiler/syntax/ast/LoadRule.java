package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

/// How the names of a weight file meet those of a model. The first rule that matches holds.
public sealed interface LoadRule extends Node {

    /// `"layer.{i}.*" => "blocks.{i}.*"`.
    record Rename(Span span, Expr.Text from, Expr.Text to) implements LoadRule {}

    /// `skip "head.**"`: leave these parameters as they are initialised.
    record Skip(Span span, Expr.Text path) implements LoadRule {}
}
