package dev.dnet.compiler.diagnostic;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what the stages of one compilation have to say. Not thread-safe: a compilation is one
/// thread.
public final class Diagnostics {
    private static final Comparator<Diagnostic> BY_PLACE =
            Comparator.<Diagnostic, String>comparing(d -> d.span().source().name())
                    .thenComparingInt(d -> d.span().start())
                    .thenComparing(Diagnostic::code);

    private final Set<Diagnostic> found = new LinkedHashSet<>();

    /// Adds a message, unless the very same one is there; one that says nothing to try gets what is
    /// tried in general.
    public void add(Diagnostic diagnostic) {
        found.add(Remedies.complete(diagnostic));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    public int size() {
        return found.size();
    }

    /// All of them in the order of the text.
    public List<Diagnostic> sorted() {
        return found.stream().sorted(BY_PLACE).toList();
    }
}
