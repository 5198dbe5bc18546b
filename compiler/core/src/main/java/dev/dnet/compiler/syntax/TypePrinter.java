package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.SExpression.atom;
import static dev.dnet.compiler.syntax.SExpression.node;

import dev.dnet.compiler.syntax.ast.TypeExpr;

/// Types as s-expressions.
final class TypePrinter {
    private TypePrinter() {}

    static SExpression type(TypeExpr type) {
        return switch (type) {
            case TypeExpr.Named named when named.arguments().isEmpty() -> atom(named.name().text());
            case TypeExpr.Named named ->
                    node(named.name().text())
                            .addAll(ExprPrinter.arguments(named.arguments()))
                            .build();
            case TypeExpr.Tensor tensor ->
                    node("tensor")
                            .atom(tensor.element().text())
                            .addAll(ExprPrinter.exprs(tensor.shape()))
                            .build();
            case TypeExpr.ListOf list -> node("list").add(type(list.element())).build();
            case TypeExpr.TupleOf tuple -> tuple(tuple);
            case TypeExpr.FnOf fn ->
                    node("fn")
                            .addAll(fn.parameters().stream().map(TypePrinter::type).toList())
                            .add(node("result").add(type(fn.result())).build())
                            .build();
        };
    }

    private static SExpression tuple(TypeExpr.TupleOf tuple) {
        return node("tuple")
                .addAll(tuple.fields().stream().map(TypePrinter::field).toList())
                .build();
    }

    private static SExpression field(TypeExpr.TupleOf.Field field) {
        var type = type(field.type());
        return field.name().map(name -> node(name.text() + ":").add(type).build()).orElse(type);
    }
}
