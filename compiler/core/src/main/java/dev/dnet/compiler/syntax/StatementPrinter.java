package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.SExpression.atom;
import static dev.dnet.compiler.syntax.SExpression.node;

import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.Pattern;
import dev.dnet.compiler.syntax.ast.Stmt;

import java.util.List;

/// Statements, patterns and functions as s-expressions.
final class StatementPrinter {
    private StatementPrinter() {}

    static SExpression block(Expr.Block block) {
        return node("block")
                .addAll(block.statements().stream().map(StatementPrinter::statement).toList())
                .maybe("value", block.value().map(ExprPrinter::expr))
                .build();
    }

    static SExpression statement(Stmt statement) {
        return switch (statement) {
            case Stmt.Let let -> let(let);
            case Stmt.Write write ->
                    node("<-")
                            .add(ExprPrinter.expr(write.target()))
                            .add(ExprPrinter.expr(write.value()))
                            .build();
            case Stmt.Eval eval -> ExprPrinter.expr(eval.value());
            case Stmt.Assert assertion -> assertion(assertion);
            case Stmt.Next next -> node("next").add(ExprPrinter.expr(next.value())).build();
            case Stmt.Yield yield -> node("yield").add(ExprPrinter.expr(yield.value())).build();
        };
    }

    static SExpression let(Stmt.Let let) {
        return doc(node("let"), let.doc())
                .add(pattern(let.pattern()))
                .maybe("type", let.type().map(TypePrinter::type))
                .add(ExprPrinter.expr(let.value()))
                .maybe("when", let.when().map(ExprPrinter::expr))
                .build();
    }

    static SExpression assertion(Stmt.Assert assertion) {
        return node("assert")
                .add(ExprPrinter.expr(assertion.condition()))
                .maybe(assertion.message().map(ExprPrinter::expr))
                .build();
    }

    static SExpression pattern(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Bind bind -> atom(bind.name().text());
            case Pattern.Ignore _ -> atom("_");
            case Pattern.Tuple tuple ->
                    node("tuple")
                            .addAll(tuple.parts().stream().map(StatementPrinter::pattern).toList())
                            .build();
        };
    }

    /// Adds the parts of a function to a node that names it.
    static SExpression.Builder function(SExpression.Builder node, Function function) {
        return node.addAll(parameters(function.parameters()))
                .maybe("result", function.result().map(TypePrinter::type))
                .add(ExprPrinter.expr(function.body()))
                .maybe(function.gradient().map(StatementPrinter::gradient));
    }

    private static SExpression gradient(Function.GradientRule rule) {
        return node("gradient")
                .addAll(rule.names().stream().map(Ident::text).map(SExpression::atom).toList())
                .add(ExprPrinter.expr(rule.body()))
                .build();
    }

    static List<SExpression> parameters(List<Parameter> parameters) {
        return parameters.stream().map(StatementPrinter::parameter).toList();
    }

    private static SExpression parameter(Parameter parameter) {
        return doc(node("parameter"), parameter.doc())
                .atom(parameter.name().text())
                .maybe(parameter.type().map(TypePrinter::type))
                .maybe("default", parameter.defaultValue().map(ExprPrinter::expr))
                .build();
    }

    /// `(doc "…")`, where there is documentation.
    static SExpression.Builder doc(SExpression.Builder node, String doc) {
        return doc.isEmpty() ? node : node.add(node("doc").add(SExpression.quoted(doc)).build());
    }
}
