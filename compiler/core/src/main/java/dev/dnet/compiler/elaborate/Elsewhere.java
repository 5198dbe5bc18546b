package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.Syntax;
import dev.dnet.compiler.syntax.ast.Node;
import dev.dnet.compiler.syntax.ast.SourceFile;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Packages that a file does not use, searched for a name that it does not know.
record Elsewhere(Library library, SourceFile file) {

    /// With the `use` that brings the name in, where a package has it.
    Diagnostic hint(Diagnostic unknown, String name) {
        return library.packages().stream()
                .sorted()
                .filter(p -> declares(p, name))
                .findFirst()
                .map(p -> unknown.help(text(p, name), place(), lines(p, name)))
                .orElse(unknown);
    }

    private boolean declares(String packageName, String name) {
        return sources(packageName).stream()
                .flatMap(s -> Syntax.parse(s, new Diagnostics()).declarations().stream())
                .flatMap(d -> Declarations.name(d).stream())
                .anyMatch(n -> n.text().equals(name));
    }

    /// A file that cannot be read has no names to offer; whoever uses it is told why.
    private List<Source> sources(String packageName) {
        try {
            return library.find(packageName);
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }

    private static String text(String packageName, String name) {
        return "it stands in package `%s`: use %s.%s".formatted(packageName, packageName, name);
    }

    private Optional<Node> last() {
        return file.uses().isEmpty()
                ? file.packageName().map(Node.class::cast)
                : Optional.of(file.uses().getLast());
    }

    private Span place() {
        return last().map(n -> n.span().after()).orElse(new Span(file.span().source(), 0, 0));
    }

    private String lines(String packageName, String name) {
        var use = "use " + packageName + "." + name;
        if (last().isEmpty()) {
            return use + "\n\n";
        }
        return (file.uses().isEmpty() ? "\n\n" : "\n") + use;
    }
}
