package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.syntax.ChainBuilder.Link;
import dev.dnet.compiler.syntax.ast.Argument;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.syntax.ast.UnaryOp;

import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Expressions of the parse tree as expressions of the syntax tree; what binds names is left to
/// `BinderBuilder`.
final class ExprBuilder {
    private final Places places;
    private final Names names;
    private final Literals literals;
    private final Templates templates;
    private final Diagnostics diagnostics;
    private final TypeBuilder types;
    private final BinderBuilder binders;
    private final StatementBuilder statements;

    ExprBuilder(Places places, Docs docs, Diagnostics diagnostics) {
        this.places = places;
        this.names = new Names(places);
        this.literals = new Literals(diagnostics);
        this.templates = new Templates(literals, diagnostics);
        this.diagnostics = diagnostics;
        this.types = new TypeBuilder(places, this, diagnostics);
        this.statements = new StatementBuilder(places, docs, this, types, diagnostics);
        this.binders = new BinderBuilder(places, this, statements, diagnostics);
    }

    TypeBuilder types() {
        return types;
    }

    StatementBuilder statements() {
        return statements;
    }

    Optional<Expr> optional(@Nullable ExprContext expr) {
        return Optional.ofNullable(expr).map(this::expr);
    }

    Expr expr(ExprContext expr) {
        var links = new ArrayList<Link>();
        for (@Nullable ExprContext rest = expr; rest != null; rest = rest.expr()) {
            if (rest.prefix() != null) {
                links.add(new Link.Prefix(places.span(rest.prefix()), unary(rest.prefix())));
                continue;
            }
            links.add(
                    new Link.Operand(
                            rest.open() != null ? open(rest.open()) : closed(rest.closed())));
            if (rest.binary() != null) {
                links.add(new Link.Infix(places.span(rest.binary()), binary(rest.binary())));
            }
        }
        return ChainBuilder.build(links, diagnostics);
    }

    private static UnaryOp unary(PrefixContext prefix) {
        return prefix.MINUS() != null ? UnaryOp.NEG : UnaryOp.NOT;
    }

    private static BinaryOp binary(BinaryContext operator) {
        return switch (operator.getStart().getType()) {
            case PIPE -> BinaryOp.PIPE;
            case RANGE -> BinaryOp.RANGE;
            case OR -> BinaryOp.OR;
            case AND -> BinaryOp.AND;
            case EQ -> BinaryOp.EQ;
            case NE -> BinaryOp.NE;
            case LT -> BinaryOp.LT;
            case LE -> BinaryOp.LE;
            case GT -> BinaryOp.GT;
            case GE -> BinaryOp.GE;
            case PLUS -> BinaryOp.ADD;
            case MINUS -> BinaryOp.SUB;
            case STAR -> BinaryOp.MUL;
            case SLASH -> BinaryOp.DIV;
            case DIV -> BinaryOp.FLOOR_DIV;
            case PERCENT -> BinaryOp.MOD;
            case AT -> BinaryOp.MATMUL;
            case POW -> BinaryOp.POW;
            default -> throw new IllegalStateException(operator.getText());
        };
    }

    private Expr open(OpenContext open) {
        return switch (open) {
            case LambdaContext lambda -> statements.lambda(lambda);
            case FoldContext fold -> binders.fold(fold);
            case ForEachContext each -> binders.forEach(each);
            case ReduceContext reduce -> binders.reduce(reduce);
            default -> throw new IllegalStateException(open.getText());
        };
    }

    Expr target(TargetContext target) {
        return target.expr() != null ? expr(target.expr()) : statements.block(target.block());
    }

    private Expr closed(ClosedContext closed) {
        var left = postfix(closed.postfix(0));
        if (closed.TILDE() == null) {
            return left;
        }
        var distribution = postfix(closed.postfix(1));
        var span = places.span(closed);
        return types.ofExpr(left)
                .<Expr>map(type -> new Expr.Draw(span, type, distribution))
                .orElseGet(() -> noType(left));
    }

    private Expr noType(Expr left) {
        diagnostics.add(
                Diagnostic.error(
                                "syntax/draw-type", left.span(), "what stands before `~` is a type")
                        .help("a random value is written `f32[N, 1] ~ normal`"));
        return left;
    }

    private Expr postfix(PostfixContext postfix) {
        var result = primary(postfix.primary());
        for (var suffix : postfix.suffix()) {
            result = suffix(result, suffix);
        }
        return result;
    }

    private Expr suffix(Expr target, SuffixContext suffix) {
        var span = target.span().merge(places.span(suffix));
        return switch (suffix) {
            case FieldContext field -> new Expr.Field(span, target, names.ident(field.name()));
            case CallContext call ->
                    new Expr.Call(span, target, arguments(call.arguments().argument()));
            case IndexContext index ->
                    new Expr.Index(
                            span, target, index.subscript().stream().map(this::subscript).toList());
            default -> throw new IllegalStateException(suffix.getText());
        };
    }

    List<Argument> arguments(List<ArgumentContext> contexts) {
        var result = contexts.stream().map(this::argument).toList();
        for (var i = 1; i < result.size(); i++) {
            if (result.get(i).name().isEmpty() && result.get(i - 1).name().isPresent()) {
                positional(result.get(i), result.get(i - 1));
            }
        }
        return result;
    }

    private void positional(Argument argument, Argument named) {
        diagnostics.add(
                Diagnostic.error(
                                "syntax/positional-argument",
                                argument.span(),
                                "arguments without a name come before those with one")
                        .label(named.span(), "this one has a name")
                        .help("give it its name: `name: value`"));
    }

    private Argument argument(ArgumentContext argument) {
        var span = places.span(argument);
        if (argument.axes() != null) {
            return new Argument(span, Optional.empty(), axes(argument.axes()));
        }
        var first = expr(argument.expr(0));
        return argument.COLON() == null
                ? new Argument(span, Optional.empty(), first)
                : new Argument(span, argumentName(first), expr(argument.expr(1)));
    }

    private Optional<Ident> argumentName(Expr name) {
        if (name instanceof Expr.Name(var span, var text)) {
            return Optional.of(new Ident(span, text));
        }
        diagnostics.add(
                Diagnostic.error(
                                "syntax/argument-name",
                                name.span(),
                                "the name of an argument stands before `:`")
                        .help("an argument by name is written `axis: 1`"));
        return Optional.empty();
    }

    Expr axes(AxesContext axes) {
        return new Expr.Axes(places.span(axes), Optional.ofNullable(axes.name()).map(names::ident));
    }

    private Subscript subscript(SubscriptContext subscript) {
        var span = places.span(subscript);
        if (subscript.axes() != null) {
            return new Subscript.At(span, axes(subscript.axes()));
        }
        return subscript.COLON().isEmpty()
                ? new Subscript.At(span, expr(subscript.first))
                : new Subscript.Slice(
                        span,
                        optional(subscript.first),
                        optional(subscript.last),
                        optional(subscript.stride));
    }

    private Expr primary(PrimaryContext primary) {
        if (primary.literal != null) {
            return literal(primary.literal);
        }
        if (primary.name() != null) {
            return new Expr.Name(places.span(primary), primary.getText());
        }
        if (primary.parenthesised() != null) {
            return parenthesised(primary.parenthesised());
        }
        return primary.conditional() != null
                ? conditional(primary.conditional())
                : binders.primary(primary);
    }

    private Expr literal(Token token) {
        var span = places.span(token);
        var text = token.getText();
        return switch (token.getType()) {
            case INT -> literals.integer(span, text);
            case FLOAT -> literals.decimal(span, text);
            case STRING -> templates.read(span);
            case TRUE, FALSE -> new Expr.BoolLit(span, token.getType() == TRUE);
            case TRAINING -> new Expr.Training(span);
            default -> throw new IllegalStateException(text);
        };
    }

    private Expr parenthesised(ParenthesisedContext tuple) {
        var fields = arguments(tuple.argument());
        return fields.size() == 1 && fields.getFirst().name().isEmpty()
                ? fields.getFirst().value()
                : new Expr.Tuple(places.span(tuple), fields);
    }

    private Expr.If conditional(ConditionalContext conditional) {
        return new Expr.If(
                places.span(conditional),
                condition(conditional.condition()),
                statements.block(conditional.block(0)),
                orElse(conditional));
    }

    /// A condition that did not parse has its error; the branches are still read for theirs.
    Expr condition(ConditionContext condition) {
        return condition.exception == null
                ? expr(condition.expr())
                : new Expr.BoolLit(places.span(condition), false);
    }

    private Optional<Expr.Block> orElse(ConditionalContext conditional) {
        if (conditional.conditional() != null) {
            var next = conditional(conditional.conditional());
            return Optional.of(new Expr.Block(next.span(), List.of(), Optional.of(next)));
        }
        return Optional.ofNullable(conditional.block(1)).map(statements::block);
    }

    Expr.Text text(Token token) {
        return literals.text(places.span(token), token.getText());
    }
}
