package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;

import java.util.Optional;

/// The values of numbers and texts.
final class Literals {
    private final Diagnostics diagnostics;

    Literals(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /// A number that the lexer refused has its error already.
    Expr integer(Span span, String text) {
        try {
            return new Expr.IntLit(span, Long.parseLong(text.replace("_", "")));
        } catch (NumberFormatException e) {
            if (text.chars().allMatch(c -> c == '_' || Character.isDigit(c))) {
                diagnostics.add(
                        Diagnostic.error(
                                        "syntax/number-too-large",
                                        span,
                                        "integers end at 9_223_372_036_854_775_807")
                                .help(
                                        "write it with an exponent, such as `1e20`, if it may be rounded"));
            }
            return new Expr.IntLit(span, 0);
        }
    }

    Expr decimal(Span span, String text) {
        var value = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(value)) {
            diagnostics.add(
                    Diagnostic.error(
                                    "syntax/number-too-large",
                                    span,
                                    "the largest number is about 1.8e308")
                            .help("infinity is written `inf`"));
        }
        return new Expr.FloatLit(span, value);
    }

    Expr.Text text(Span span, String quoted) {
        var closed = quoted.length() > 1 && quoted.endsWith("\"");
        var inner = quoted.substring(1, quoted.length() - (closed ? 1 : 0));
        return new Expr.Text(span, inner.indexOf('\\') < 0 ? inner : unescape(span, inner));
    }

    private String unescape(Span span, String text) {
        var result = new StringBuilder();
        var i = 0;
        while (i < text.length()) {
            var c = text.charAt(i++);
            if (c != '\\' || i == text.length()) {
                result.append(c);
                continue;
            }
            var at = new Span(span.source(), span.start() + i, span.start() + i + 2);
            result.append(escape(at, text.charAt(i++)).orElse(""));
        }
        return result.toString();
    }

    private Optional<String> escape(Span span, char c) {
        return switch (c) {
            case 'n' -> Optional.of("\n");
            case 't' -> Optional.of("\t");
            case '"' -> Optional.of("\"");
            case '\\' -> Optional.of("\\");
            default -> {
                diagnostics.add(
                        Diagnostic.error(
                                        "syntax/string-escape",
                                        span,
                                        "`\\" + c + "` is not an escape")
                                .help("the escapes are `\\n`, `\\t`, `\\\"` and `\\\\`"));
                yield Optional.empty();
            }
        };
    }
}
