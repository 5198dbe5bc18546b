package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// `use nn.{Linear, relu as r}` brings the listed names in; `use nn.conv` (no list) brings `conv`
/// itself in, a package or a declaration, under its last name or `alias`.
public record Use(Span span, QualifiedName path, Optional<Ident> alias, List<Item> names)
        implements Node {

    public Use {
        names = List.copyOf(names);
    }

    /// One name of a list, with the name it gets here.
    public record Item(Span span, Ident name, Optional<Ident> alias) implements Node {}
}
