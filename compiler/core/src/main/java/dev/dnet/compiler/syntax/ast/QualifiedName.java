package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.stream.Collectors;

/// Names joined by points: `vision.lenet`.
public record QualifiedName(Span span, List<Ident> parts) implements Node {

    public QualifiedName {
        parts = List.copyOf(parts);
    }

    public Ident last() {
        return parts.getLast();
    }

    public String text() {
        return parts.stream().map(Ident::text).collect(Collectors.joining("."));
    }

    @Override
    public String toString() {
        return text();
    }
}
