package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.antlr.DnetParser.FnTypeContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.ListTypeContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.PlainTypeContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.ShapeEntryContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.TupleTypeContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.TypeContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.TypeFieldContext;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.QualifiedName;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.syntax.ast.TypeExpr;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Types of the parse tree as types of the syntax tree.
final class TypeBuilder {
    private final Places places;
    private final Names names;
    private final ExprBuilder exprs;
    private final Diagnostics diagnostics;

    TypeBuilder(Places places, ExprBuilder exprs, Diagnostics diagnostics) {
        this.places = places;
        this.names = new Names(places);
        this.exprs = exprs;
        this.diagnostics = diagnostics;
    }

    Optional<TypeExpr> optional(@Nullable TypeContext type) {
        return Optional.ofNullable(type).map(this::type);
    }

    TypeExpr type(TypeContext type) {
        var span = places.span(type);
        return switch (type) {
            case PlainTypeContext plain -> plain(span, plain);
            case ListTypeContext list -> new TypeExpr.ListOf(span, type(list.type()));
            case TupleTypeContext tuple -> tuple(span, tuple);
            case FnTypeContext fn -> fn(span, fn);
            default -> throw new IllegalStateException(type.getText());
        };
    }

    private TypeExpr plain(Span span, PlainTypeContext plain) {
        var name = names.qualified(plain.qualifiedName());
        if (plain.LBRACK() == null) {
            var arguments = plain.arguments();
            return new TypeExpr.Named(
                    span,
                    name,
                    arguments == null ? List.of() : exprs.arguments(arguments.argument()));
        }
        return tensor(span, name, plain.shapeEntry().stream().map(this::entry).toList());
    }

    private TypeExpr tensor(Span span, QualifiedName name, List<Expr> shape) {
        if (name.parts().size() > 1) {
            notElement(name.span(), name.text());
        }
        return new TypeExpr.Tensor(span, name.last(), shape);
    }

    private void notElement(Span span, String text) {
        diagnostics.add(
                Diagnostic.error(
                                "syntax/element-type",
                                span,
                                "`" + text + "` cannot be the element type of a tensor")
                        .help("a tensor type is written `f32[N, 3]`"));
    }

    private Expr entry(ShapeEntryContext entry) {
        return entry.axes() != null ? exprs.axes(entry.axes()) : exprs.expr(entry.expr());
    }

    private TypeExpr tuple(Span span, TupleTypeContext tuple) {
        var fields = tuple.typeField().stream().map(this::field).toList();
        return fields.size() == 1 && fields.getFirst().name().isEmpty()
                ? fields.getFirst().type()
                : new TypeExpr.TupleOf(span, fields);
    }

    private TypeExpr.TupleOf.Field field(TypeFieldContext field) {
        var span = places.span(field);
        if (field.COLON() == null) {
            return new TypeExpr.TupleOf.Field(span, Optional.empty(), type(field.type(0)));
        }
        return new TypeExpr.TupleOf.Field(span, fieldName(field.type(0)), type(field.type(1)));
    }

    private Optional<Ident> fieldName(TypeContext name) {
        if (type(name) instanceof TypeExpr.Named(var _, var path, var arguments)
                && arguments.isEmpty()
                && path.parts().size() == 1) {
            return Optional.of(path.last());
        }
        diagnostics.add(
                Diagnostic.error(
                                "syntax/field-name",
                                places.span(name),
                                "the name of a field stands before `:`")
                        .help("a tuple type is written `(q: f32[N], p: f32[N])`"));
        return Optional.empty();
    }

    private TypeExpr fn(Span span, FnTypeContext fn) {
        if (fn.ARROW() == null) {
            var word = names.ident(fn.FN().getSymbol());
            return new TypeExpr.Named(span, new QualifiedName(span, List.of(word)), List.of());
        }
        var types = fn.type().stream().map(this::type).toList();
        return new TypeExpr.FnOf(span, types.subList(0, types.size() - 1), types.getLast());
    }

    /// What stands before `~` was read as an expression, because only the `~` shows that it is a
    /// type.
    Optional<TypeExpr> ofExpr(Expr expr) {
        return switch (expr) {
            case Expr.Name(var span, var text) -> Optional.of(named(span, text));
            case Expr.Call(var span, Expr.Name name, var arguments) ->
                    Optional.of(
                            new TypeExpr.Named(
                                    span,
                                    new QualifiedName(
                                            name.span(),
                                            List.of(new Ident(name.span(), name.text()))),
                                    arguments));
            case Expr.Index(var span, Expr.Name name, var subscripts) ->
                    shape(subscripts)
                            .map(s ->
                                    new TypeExpr.Tensor(
                                            span, new Ident(name.span(), name.text()), s));
            default -> Optional.empty();
        };
    }

    private static TypeExpr named(Span span, String text) {
        return new TypeExpr.Named(
                span, new QualifiedName(span, List.of(new Ident(span, text))), List.of());
    }

    private static Optional<List<Expr>> shape(List<Subscript> subscripts) {
        var sizes =
                subscripts.stream()
                        .filter(Subscript.At.class::isInstance)
                        .map(s -> ((Subscript.At) s).index())
                        .toList();
        return sizes.size() == subscripts.size() ? Optional.of(sizes) : Optional.empty();
    }
}
