package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;

import org.antlr.v4.runtime.Token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The `///` texts of a file, by the token that they stand above. What no declaration asks for is
/// reported.
final class Docs {
    private record Doc(Span span, String text) {}

    private final Map<Integer, Doc> byToken = new HashMap<>();
    private final List<Doc> pending = new ArrayList<>();

    /// One line, its marks still on.
    void line(Span span, String line) {
        var text = line.substring(3);
        pending.add(
                new Doc(span, (text.startsWith(" ") ? text.substring(1) : text).stripTrailing()));
    }

    /// Gives the lines read so far to the token that follows them.
    void attach(Token next) {
        if (!pending.isEmpty()) {
            var span = pending.getFirst().span().merge(pending.getLast().span());
            var text = String.join("\n", pending.stream().map(Doc::text).toList());
            byToken.put(next.getStartIndex(), new Doc(span, text));
            pending.clear();
        }
    }

    /// The text above a declaration that starts with the token, "" where there is none.
    String above(Token first) {
        var doc = byToken.remove(first.getStartIndex());
        return doc == null ? "" : doc.text();
    }

    /// Warns about every text that documents nothing.
    void reportLoose(Diagnostics diagnostics) {
        for (var doc : byToken.values()) {
            diagnostics.add(
                    Diagnostic.warning(
                                    "syntax/loose-doc",
                                    doc.span(),
                                    "this documentation stands above nothing that can carry it")
                            .help(
                                    "`///` documents the declaration below it; write `//` for a remark"));
        }
    }
}
