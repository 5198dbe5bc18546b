package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.Spacing.Bracket;
import dev.dnet.compiler.syntax.antlr.DnetLexer;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one layout of a program: where lines break is the author's, everything between and before
/// tokens is not. Formatting twice changes nothing, and never changes the tree.
public final class Formatter {
    private static final int INDENT = 4;

    private record Open(Bracket bracket, int indent) {}

    private final Map<Integer, Integer> types = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final StringBuilder out = new StringBuilder();
    private Optional<Token> last = Optional.empty();
    private boolean pipes;
    private int blank;

    private Formatter() {}

    /// The formatted text, or nothing where the text has syntax errors.
    public static Optional<String> format(Source source, Diagnostics diagnostics) {
        var errors = new Diagnostics();
        Syntax.parse(source, errors);
        errors.sorted().forEach(diagnostics::add);
        return errors.hasErrors() ? Optional.empty() : Optional.of(new Formatter().run(source));
    }

    private String run(Source source) {
        for (var token : Layout.read(new Places(source), new Diagnostics()).tokens()) {
            if (token.getType() != SEP) {
                types.put(token.getStartIndex(), token.getType());
            }
        }
        lines(source).forEach(this::line);
        return out.toString();
    }

    private List<List<Token>> lines(Source source) {
        var lexer = new DnetLexer(CharStreams.fromString(source.text()));
        lexer.removeErrorListeners();
        var lines = new ArrayList<List<Token>>();
        var line = new ArrayList<Token>();
        for (var token = lexer.nextToken(); token.getType() != EOF; token = lexer.nextToken()) {
            if (token.getType() == NEWLINE) {
                lines.add(List.copyOf(line));
                line.clear();
            } else {
                line.add(retyped((CommonToken) token));
            }
        }
        lines.add(List.copyOf(line));
        return lines;
    }

    private Token retyped(CommonToken token) {
        token.setType(types.getOrDefault(token.getStartIndex(), token.getType()));
        return token;
    }

    private void line(List<Token> line) {
        if (line.isEmpty()) {
            blank++;
            return;
        }
        var first = line.getFirst().getType();
        var afterOpening = last.filter(token -> Brackets.opens(token.getType())).isPresent();
        if (blank > 0 && !out.isEmpty() && !afterOpening && !Brackets.closes(first)) {
            out.append('\n');
        }
        blank = 0;
        var indent = indent(line);
        out.append(" ".repeat(indent));
        write(line, indent);
        out.append('\n');
    }

    private int indent(List<Token> line) {
        var first = line.getFirst().getType();
        if (Brackets.closes(first) && !open.isEmpty()) {
            return open.peek().indent();
        }
        var base = open.isEmpty() ? 0 : open.peek().indent() + INDENT;
        if (!isContinuation(line)) {
            pipes = false;
            return base;
        }
        if (first != PIPE) {
            pipes = true;
        }
        return base + INDENT + (first == PIPE && pipes ? INDENT / 2 : 0);
    }

    /// Between round or square brackets the bracket's indent is enough.
    private boolean isContinuation(List<Token> line) {
        var inside =
                !open.isEmpty()
                        && (open.peek().bracket() == Bracket.ROUND
                                || open.peek().bracket() == Bracket.SQUARE);
        if (inside || isComment(line.getFirst())) {
            return false;
        }
        var rule =
                line.getFirst().getType() == GRADIENT
                        && line.size() > 1
                        && line.get(1).getType() == LPAREN;
        return rule
                || line.getFirst().getType() == PIPE
                || last.filter(token -> Layout.goesOn(token.getType())).isPresent();
    }

    private static boolean isComment(Token token) {
        return token.getType() == COMMENT || token.getType() == DOC;
    }

    private void write(List<Token> line, int indent) {
        for (var i = 0; i < line.size(); i++) {
            var token = line.get(i);
            if (i > 0 && space(line, i)) {
                out.append(' ');
            }
            out.append(token.getText().stripTrailing());
            bracket(token, i > 0 ? Optional.of(line.get(i - 1)) : Optional.empty(), indent);
            if (!isComment(token)) {
                last = Optional.of(token);
            }
        }
    }

    private boolean space(List<Token> line, int at) {
        var before = line.get(at - 1);
        var token = line.get(at);
        if (isComment(token)
                || (at == 1 && isHead(before.getType()) && token.getType() == LPAREN)) {
            return true;
        }
        var bracket = open.isEmpty() ? Bracket.NONE : open.peek().bracket();
        return Spacing.between(before, token, bracket, isUnary(line, at - 1));
    }

    /// Words that begin an item and are followed by brackets that are not those of a call.
    private static boolean isHead(int type) {
        return type == BATCH || type == GRADIENT;
    }

    private static boolean isUnary(List<Token> line, int at) {
        return line.get(at).getType() == MINUS
                && (at == 0 || !Spacing.isValue(line.get(at - 1).getType()));
    }

    private void bracket(Token token, Optional<Token> before, int indent) {
        switch (token.getType()) {
            case LPAREN -> open.push(new Open(Bracket.ROUND, indent));
            case LBRACK -> open.push(new Open(Bracket.SQUARE, indent));
            case LBRACE -> {
                var names = before.filter(b -> b.getType() == DOT).isPresent();
                open.push(new Open(names ? Bracket.LIST_OF_NAMES : Bracket.BRACES, indent));
            }
            case RPAREN, RBRACK, RBRACE -> open.pop();
            default -> {}
        }
    }
}
