package dev.dnet.compiler.syntax;

import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

import java.util.Optional;

/// From ANTLR's places to spans. ANTLR counts code points, Java and spans count UTF-16 units; they
/// differ only in texts that hold characters beyond the basic plane, and only those pay for a
/// table.
final class Places {
    private final Source source;
    private final String text;
    private final Optional<int[]> table;

    Places(Source source) {
        this(source, source.text());
    }

    private Places(Source source, String text) {
        this.source = source;
        this.text = text;
        var points = text.codePointCount(0, text.length());
        table = points == text.length() ? Optional.empty() : Optional.of(offsets(text, points));
    }

    private static int[] offsets(String text, int points) {
        var result = new int[points + 1];
        for (int point = 0, unit = 0; point < points; point++) {
            unit += Character.charCount(text.codePointAt(unit));
            result[point + 1] = unit;
        }
        return result;
    }

    /// The places in a part of a source, which alone is read.
    static Places inside(Span part) {
        return new Places(part.source(), " ".repeat(part.start()) + part.text());
    }

    /// What ends where the text that is read does.
    String end() {
        return text.length() == source.text().length()
                ? "the end of the file"
                : "the brace that ends the value in this text";
    }

    /// What is read.
    String text() {
        return text;
    }

    Source source() {
        return source;
    }

    Span span(Token token) {
        return span(token.getStartIndex(), token.getStopIndex() + 1);
    }

    Span span(ParserRuleContext context) {
        return context.getStop() == null
                ? span(context.getStart())
                : span(context.getStart(), context.getStop());
    }

    Span span(ParserRuleContext first, ParserRuleContext last) {
        return span(first.getStart(), last.getStop());
    }

    Span span(Token first, Token last) {
        return span(
                first.getStartIndex(), Math.max(first.getStartIndex(), last.getStopIndex() + 1));
    }

    private Span span(int start, int end) {
        return new Span(source, unit(start), Math.max(unit(start), unit(end)));
    }

    private int unit(int point) {
        var clamped = Math.max(0, point);
        return table.map(t -> t[Math.min(clamped, t.length - 1)])
                .orElse(Math.min(clamped, text.length()));
    }
}
