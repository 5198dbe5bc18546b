package dev.dnet.compiler.ir;

import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The words of a printed graph, and a place among them.
final class IrTokens {
    private static final Pattern WORD =
            Pattern.compile(
                    "(?<space>\\s+|#[^\\n]*)"
                            + "|(?<value>%[A-Za-z0-9_]+)"
                            + "|(?<name>[A-Za-z_][A-Za-z0-9_.$]*)"
                            + "|(?<number>[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?)"
                            + "|(?<string>\"([^\"\\\\\\n]|\\\\.)*\")"
                            + "|(?<sign>//|[-+*%=:,(){}\\[\\]])");

    private record Token(String text, int start) {}

    private final Source source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    IrTokens(Source source) {
        this.source = source;
        var matcher = WORD.matcher(source.text());
        int end = 0;
        while (end < source.text().length()) {
            if (!matcher.find() || matcher.start() != end) {
                throw wrongAt(end, "no word of a graph starts here");
            }
            end = matcher.end();
            if (matcher.group("space") == null) {
                tokens.add(new Token(matcher.group(), matcher.start()));
            }
        }
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    /// The next word, or the empty text at the end.
    String peek() {
        return atEnd() ? "" : tokens.get(at).text();
    }

    String next() {
        if (atEnd()) {
            throw wrong("the text ends too early");
        }
        return tokens.get(at++).text();
    }

    boolean accept(String word) {
        boolean there = peek().equals(word);
        at += there ? 1 : 0;
        return there;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw wrong("expected `" + word + "` but found `" + peek() + "`");
        }
    }

    boolean atName() {
        return !atEnd() && (Character.isLetter(peek().charAt(0)) || peek().charAt(0) == '_');
    }

    boolean atString() {
        return peek().startsWith("\"");
    }

    boolean atValue() {
        return peek().startsWith("%") && peek().length() > 1;
    }

    boolean atNumber() {
        return !atEnd() && Character.isDigit(peek().charAt(0));
    }

    String name() {
        if (!atName()) {
            throw wrong("expected a name but found `" + peek() + "`");
        }
        return next();
    }

    String value() {
        if (!atValue()) {
            throw wrong("expected a value such as %3 but found `" + peek() + "`");
        }
        return next();
    }

    String string() {
        if (!atString()) {
            throw wrong("expected a string but found `" + peek() + "`");
        }
        var quoted = next();
        return quoted.substring(1, quoted.length() - 1).translateEscapes();
    }

    /// A name, or a string where the name has other characters.
    String nameOrString() {
        return atString() ? string() : name();
    }

    /// Where the next word starts.
    int position() {
        return atEnd() ? source.text().length() : tokens.get(at).start();
    }

    /// From a position to the end of the last word taken.
    Span since(int start) {
        var last = tokens.get(Math.max(0, at - 1));
        return new Span(source, start, last.start() + last.text().length());
    }

    IllegalArgumentException wrong(String message) {
        return wrongAt(position(), message);
    }

    /// About the word that was taken last.
    IllegalArgumentException wrongLast(String message) {
        return wrongAt(tokens.get(Math.max(0, at - 1)).start(), message);
    }

    private IllegalArgumentException wrongAt(int offset, String message) {
        return new IllegalArgumentException(new Span(source, offset, offset) + ": " + message);
    }
}
