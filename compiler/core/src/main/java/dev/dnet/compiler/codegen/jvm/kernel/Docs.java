package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Javadoc that says which lines of the source a piece of emitted code computes.
public final class Docs {
    private Docs() {}

    public static String of(List<Span> spans) {
        var byFile =
                spans.stream()
                        .filter(s -> !s.isNone())
                        .collect(
                                Collectors.groupingBy(
                                        s -> s.source().name(),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                Span::line,
                                                Collectors.toCollection(TreeSet::new))));
        if (byFile.isEmpty()) {
            return "Computes what the compiler added.";
        }
        var parts = new StringJoiner("; ", "Computes ", ".");
        byFile.forEach((file, lines) ->
                parts.add(
                        file
                                + ":"
                                + lines.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "))));
        return parts.toString();
    }
}
