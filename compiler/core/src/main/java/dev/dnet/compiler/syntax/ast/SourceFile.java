package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// One `.dnet` file. `doc` is the `///` text above `package`.
public record SourceFile(
        Span span,
        String doc,
        Optional<QualifiedName> packageName,
        List<Use> uses,
        List<Decl> declarations)
        implements Node {

    public SourceFile {
        uses = List.copyOf(uses);
        declarations = List.copyOf(declarations);
    }
}
