package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Parameter;
import dev.dnet.compiler.syntax.ast.Pattern;
import dev.dnet.compiler.syntax.ast.Stmt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Blocks, statements, patterns and functions.
final class StatementBuilder {
    private final Places places;
    private final Names names;
    private final Docs docs;
    private final ExprBuilder exprs;
    private final TypeBuilder types;
    private final Diagnostics diagnostics;

    StatementBuilder(
            Places places,
            Docs docs,
            ExprBuilder exprs,
            TypeBuilder types,
            Diagnostics diagnostics) {
        this.places = places;
        this.names = new Names(places);
        this.docs = docs;
        this.exprs = exprs;
        this.types = types;
        this.diagnostics = diagnostics;
    }

    /// The last expression of a block is its value, unless it is an `if` that has none.
    Expr.Block block(BlockContext block) {
        var statements = new ArrayList<Stmt>();
        for (var statement : block.statement()) {
            if (statement.exception == null) {
                statements.add(statement(statement));
            }
        }
        Optional<Expr> value = Optional.empty();
        if (!statements.isEmpty()
                && statements.getLast() instanceof Stmt.Eval(var _, var expr)
                && hasValue(expr)) {
            statements.removeLast();
            value = Optional.of(expr);
        }
        return new Expr.Block(places.span(block), statements, value);
    }

    private static boolean hasValue(Expr expr) {
        return !(expr instanceof Expr.If choice)
                || (choice.then().value().isPresent()
                        && choice.orElse()
                                .flatMap(Expr.Block::value)
                                .filter(StatementBuilder::hasValue)
                                .isPresent());
    }

    private Stmt statement(StatementContext statement) {
        var span = places.span(statement);
        if (statement.let() != null) {
            return let(statement.let());
        }
        if (statement.assertion() != null) {
            return assertion(statement.assertion());
        }
        if (statement.turn() != null) {
            return new Stmt.Next(span, exprs.expr(statement.turn().expr()));
        }
        return statement.output() != null
                ? new Stmt.Yield(span, exprs.expr(statement.output().expr()))
                : action(statement.action());
    }

    private Stmt action(ActionContext action) {
        var span = places.span(action);
        var first = exprs.expr(action.expr(0));
        if (action.WRITE() == null) {
            return new Stmt.Eval(span, first);
        }
        if (!isPlace(first)) {
            diagnostics.add(
                    Diagnostic.error(
                                    "syntax/write-target",
                                    first.span(),
                                    "this cannot be written to")
                            .help(
                                    "left of `<-` stands a state, a slot or a cache, or a slice of one"));
        }
        return new Stmt.Write(span, first, exprs.expr(action.expr(1)));
    }

    private static boolean isPlace(Expr target) {
        return switch (target) {
            case Expr.Name _ -> true;
            case Expr.Field field -> isPlace(field.target());
            case Expr.Index index -> isPlace(index.target());
            default -> false;
        };
    }

    Stmt.Let let(LetContext let) {
        return new Stmt.Let(
                places.span(let),
                docs.above(let.getStart()),
                pattern(let.pattern()),
                types.optional(let.type()),
                exprs.expr(let.value),
                exprs.optional(let.guard));
    }

    Stmt.Assert assertion(AssertionContext assertion) {
        return new Stmt.Assert(
                places.span(assertion),
                exprs.expr(assertion.expr(0)),
                exprs.optional(assertion.expr(1)));
    }

    Pattern pattern(PatternContext pattern) {
        var span = places.span(pattern);
        if (pattern.name() != null) {
            return new Pattern.Bind(span, names.ident(pattern.name()));
        }
        if (pattern.UNDERSCORE() != null) {
            return new Pattern.Ignore(span);
        }
        var parts = pattern.pattern().stream().map(this::pattern).toList();
        return parts.size() == 1 ? parts.getFirst() : new Pattern.Tuple(span, parts);
    }

    Function function(FunctionContext function) {
        var body = function.body();
        return new Function(
                places.span(function),
                parameters(function.signature().parameters()),
                types.optional(function.signature().type()),
                body(body),
                Optional.ofNullable(function.gradientRule()).map(this::gradient));
    }

    Expr body(BodyContext body) {
        return body.expr() != null ? exprs.expr(body.expr()) : block(body.block());
    }

    private Function.GradientRule gradient(GradientRuleContext rule) {
        return new Function.GradientRule(
                places.span(rule), names.idents(rule.name()), exprs.target(rule.target()));
    }

    Expr.Lambda lambda(LambdaContext lambda) {
        var span = places.span(lambda);
        var signature = lambda.signature();
        return new Expr.Lambda(
                span,
                new Function(
                        span,
                        parameters(signature.parameters()),
                        types.optional(signature.type()),
                        exprs.target(lambda.target()),
                        Optional.empty()));
    }

    List<Parameter> parameters(@Nullable ParametersContext parameters) {
        return parameters == null
                ? List.of()
                : parameters.parameter().stream().map(this::parameter).toList();
    }

    private Parameter parameter(ParameterContext parameter) {
        return new Parameter(
                places.span(parameter),
                docs.above(parameter.getStart()),
                names.ident(parameter.name()),
                types.optional(parameter.type()),
                exprs.optional(parameter.expr()));
    }
}
