package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Texts with values in them: `"{heads} heads"`. A brace that is text is written twice.
final class Templates {
    private final Literals literals;
    private final Diagnostics diagnostics;

    Templates(Literals literals, Diagnostics diagnostics) {
        this.literals = literals;
        this.diagnostics = diagnostics;
    }

    /// A text in quotes, as it stands in the source.
    Expr read(Span span) {
        var quoted = span.text();
        if (quoted.indexOf('{') < 0 && quoted.indexOf('}') < 0) {
            return literals.text(span, quoted);
        }
        var pieces = new ArrayList<Expr>();
        int from = 1;
        int at = 1;
        while (at < quoted.length() - 1) {
            char c = quoted.charAt(at);
            if (c == '\\' || (c == '{' || c == '}') && quoted.charAt(at + 1) == c) {
                at += 2;
            } else if (c == '}') {
                brace(part(span, at, at + 1), "nothing opens this brace");
                at++;
            } else if (c == '{') {
                int end = quoted.indexOf('}', at);
                if (end < 0) {
                    brace(part(span, at, at + 1), "nothing closes this brace");
                    break;
                }
                text(part(span, from, at), pieces);
                value(part(span, at + 1, end)).ifPresent(pieces::add);
                from = end + 1;
                at = from;
            } else {
                at++;
            }
        }
        text(part(span, from, quoted.length() - 1), pieces);
        return new Expr.Template(span, pieces);
    }

    private static Span part(Span span, int from, int to) {
        return new Span(span.source(), span.start() + from, span.start() + to);
    }

    private void text(Span span, List<Expr> into) {
        if (span.start() < span.end()) {
            var written = span.text().replace("{{", "{").replace("}}", "}");
            into.add(literals.text(quoted(span), '"' + written + '"'));
        }
    }

    /// With the sign before it, as a text in quotes has one.
    private static Span quoted(Span span) {
        return new Span(span.source(), span.start() - 1, span.end());
    }

    private void brace(Span span, String what) {
        var brace = span.text();
        diagnostics.add(
                Diagnostic.error("syntax/text-brace", span, what)
                        .help(
                                "braces stand around a value: \"{n}\"; one that is text is written"
                                        + " twice",
                                span,
                                brace + brace));
    }

    /// The expression between two braces, read as part of the whole source so that it has its
    /// place.
    private Optional<Expr> value(Span span) {
        if (span.text().isBlank()) {
            diagnostics.add(
                    Diagnostic.error("syntax/text-brace", span, "there is no value here")
                            .help("write a value between the braces, or each brace twice"));
            return Optional.empty();
        }
        return Syntax.expression(Places.inside(span), diagnostics);
    }
}
