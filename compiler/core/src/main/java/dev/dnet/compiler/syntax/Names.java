package dev.dnet.compiler.syntax;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.antlr.DnetParser.NameContext;
import dev.dnet.compiler.syntax.antlr.DnetParser.QualifiedNameContext;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.QualifiedName;

import org.antlr.v4.runtime.Token;

import java.util.List;

/// Names of the parse tree as names of the syntax tree.
final class Names {
    private final Places places;

    Names(Places places) {
        this.places = places;
    }

    Ident ident(NameContext name) {
        return ident(name.getStart());
    }

    Ident ident(Token token) {
        return new Ident(places.span(token), token.getText());
    }

    List<Ident> idents(List<NameContext> names) {
        return names.stream().map(this::ident).toList();
    }

    QualifiedName qualified(QualifiedNameContext name) {
        return new QualifiedName(places.span(name), idents(name.name()));
    }

    QualifiedName qualified(Span span, List<NameContext> names) {
        return new QualifiedName(span, idents(names));
    }
}
