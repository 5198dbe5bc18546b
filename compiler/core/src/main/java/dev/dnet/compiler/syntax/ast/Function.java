package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// Parameters, result and body of an `fn`, named or not. The body is any expression, often an
/// `Expr.Block`.
public record Function(
        Span span,
        List<Parameter> parameters,
        Optional<TypeExpr> result,
        Expr body,
        Optional<GradientRule> gradient)
        implements Node {

    public Function {
        parameters = List.copyOf(parameters);
    }

    /// `gradient (x, y, dy) => …`: inputs, results and cotangents, to the cotangents of the inputs.
    public record GradientRule(Span span, List<Ident> names, Expr body) implements Node {

        public GradientRule {
            names = List.copyOf(names);
        }
    }
}
