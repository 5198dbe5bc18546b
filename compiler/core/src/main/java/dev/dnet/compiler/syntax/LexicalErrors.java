package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;

import org.antlr.v4.runtime.CommonToken;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the lexer cannot accept gets its error here, and becomes the nearest thing that the parser
/// can go on with.
final class LexicalErrors {
    private static final Map<String, String> HABITS =
            Map.of(
                    "^", "powers are written `a ** b`",
                    "#", "comments begin with `//`, documentation with `///`",
                    "'", "text stands between double quotes: \"…\"",
                    "`", "text stands between double quotes: \"…\"",
                    "?", "a choice is written `if c { a } else { b }`",
                    "&", "write `and`",
                    "|", "write `or`, or `|>` for a pipe",
                    "“", "text stands between straight quotes: \"…\"",
                    "”", "text stands between straight quotes: \"…\"",
                    "…", "a range is written with two points: `a..b`");

    private final Places places;
    private final Diagnostics diagnostics;
    private final Set<Integer> lines = new HashSet<>();

    LexicalErrors(Places places, Diagnostics diagnostics) {
        this.places = places;
        this.diagnostics = diagnostics;
    }

    /// Reports the token if it is a bad one. Returns whether anything is left for the parser to
    /// read.
    boolean keep(CommonToken token) {
        if (token.getType() >= BAD_NUMBER) {
            lines.add(token.getLine());
        }
        return switch (token.getType()) {
            case BAD_AND -> spelling(token, "and", AND);
            case BAD_OR -> spelling(token, "or", OR);
            case BAD_NOT -> spelling(token, "not", NOT);
            case BAD_UPDATE -> update(token);
            case BAD_NUMBER -> number(token);
            case BAD_STRING -> string(token);
            case BAD_COMMENT -> comment(token);
            case BAD_CHARACTER -> character(token);
            default -> true;
        };
    }

    /// The lines that have such errors.
    Set<Integer> lines() {
        return lines;
    }

    private boolean spelling(CommonToken token, String word, int type) {
        var span = places.span(token);
        var found = token.getText();
        var replacement = found.equals("!") ? word + " " : word;
        diagnostics.add(
                error("operator-spelling", span, "`" + found + "` is written `" + word + "` here")
                        .help("write `" + word + "`", span, replacement));
        token.setType(type);
        return true;
    }

    private boolean update(CommonToken token) {
        var text = token.getText();
        diagnostics.add(
                error(
                                "compound-assignment",
                                places.span(token),
                                "there is no `" + text + "`: the only write is `<-`")
                        .help("write `x <- x " + text.substring(0, 1) + " …`"));
        token.setType(WRITE);
        return true;
    }

    private boolean number(CommonToken token) {
        var text = token.getText();
        diagnostics.add(
                error("number", places.span(token), "`" + text + "` is neither a number nor a name")
                        .help(
                                "numbers look like `10`, `2_000`, `0.5` or `1e-3`; names begin"
                                        + " with a letter; a product is written with `*`"));
        token.setType(INT);
        return true;
    }

    private boolean string(CommonToken token) {
        var span = places.span(token);
        diagnostics.add(
                error("unterminated-string", span, "this text does not end on its line")
                        .help("close it with `\"`", span.after(), "\""));
        token.setType(STRING);
        return true;
    }

    private boolean comment(CommonToken token) {
        diagnostics.add(
                error(
                                "block-comment",
                                places.span(token),
                                "comments run from `//` to the end of the line")
                        .help("begin each line of the comment with `//`"));
        return false;
    }

    private boolean character(CommonToken token) {
        var text = token.getText();
        var error =
                error(
                        "character",
                        places.span(token),
                        "`" + printable(text) + "` means nothing here");
        var habit = HABITS.get(text);
        diagnostics.add(habit == null ? error : error.help(habit));
        return false;
    }

    private static String printable(String text) {
        var point = text.codePointAt(0);
        return Character.isISOControl(point) ? String.format("U+%04X", point) : text;
    }

    private static Diagnostic error(String code, Span span, String message) {
        return Diagnostic.error("syntax/" + code, span, message);
    }
}
