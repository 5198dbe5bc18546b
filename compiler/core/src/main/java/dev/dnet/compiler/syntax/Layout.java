package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.syntax.antlr.DnetLexer;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The step between lexer and parser that `grammar/Dnet.g4` describes: decides which newlines end a
/// statement, what `..` means, and which name is a reduction. Lexical errors and brackets are dealt
/// with on the way.
final class Layout {
    /// After these a statement goes on.
    private static final Set<Integer> GOES_ON =
            Set.of(
                    SEP, LBRACE, COMMA, COLON, DOT, TILDE, ASSIGN, ARROW, FAT_ARROW, WRITE, PIPE,
                    RANGE, OR, AND, NOT, EQ, NE, LT, LE, GT, GE, PLUS, MINUS, STAR, SLASH, DIV,
                    PERCENT, AT, POW);

    /// Before these it goes on too.
    private static final Set<Integer> CONTINUES = Set.of(PIPE, ELSE, LBRACE, RBRACE, Token.EOF);

    /// These begin something that stands between no round or square brackets.
    private static final Set<Integer> DECLARES =
            Set.of(
                    MODEL, FN, OPTIMIZER, TRAIN, SCHEDULE, INIT, ENUM, TYPE, PARAM, STATE, SLOT,
                    CACHE);

    private final Places places;
    private final LexicalErrors errors;
    private final Brackets brackets;
    private final List<Token> out = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final Docs docs = new Docs();
    private Optional<Token> newline = Optional.empty();
    private boolean balanced;

    private Layout(Places places, Diagnostics diagnostics) {
        this.places = places;
        this.errors = new LexicalErrors(places, diagnostics);
        this.brackets = new Brackets(places, diagnostics, out::add);
    }

    static Tokens read(Places places, Diagnostics diagnostics) {
        var lexer = new DnetLexer(CharStreams.fromString(places.text()));
        lexer.removeErrorListeners();
        return new Layout(places, diagnostics).run(lexer);
    }

    private Tokens run(DnetLexer lexer) {
        var all = new ArrayList<CommonToken>();
        do {
            all.add((CommonToken) lexer.nextToken());
        } while (all.getLast().getType() != Token.EOF);
        all.removeIf(token -> !errors.keep(token));
        balanced = count(all, LBRACE) == count(all, RBRACE);
        for (var i = 0; i < all.size(); i++) {
            take(all.get(i), i + 1 < all.size() ? all.get(i + 1) : all.get(i));
        }
        return new Tokens(out, docs, comments, errors.lines());
    }

    private static long count(List<CommonToken> tokens, int type) {
        return tokens.stream().filter(token -> token.getType() == type).count();
    }

    private void take(CommonToken token, Token next) {
        switch (token.getType()) {
            case NEWLINE -> newline = newline.or(() -> Optional.of(token));
            case DOC -> docs.line(places.span(token), token.getText());
            case COMMENT -> comments.add(new Comment(places.span(token), token.getText()));
            default -> pass(token, next);
        }
    }

    private void pass(CommonToken token, Token next) {
        if (newline.isPresent()) {
            mend(token, next);
        }
        if (token.getType() == SEMICOLON) {
            separate(token);
            return;
        }
        newline.filter(line -> ends(token)).ifPresent(line -> out.add(separator("\n", line)));
        newline = Optional.empty();
        classify(token, next);
        docs.attach(token);
        emit(token);
    }

    /// A `;` counts as a newline, but is never passed over between round brackets.
    private void separate(CommonToken token) {
        var last = out.isEmpty() ? SEP : out.getLast().getType();
        if (last != SEP && last != LBRACE) {
            out.add(separator(";", token));
        }
        newline = Optional.empty();
    }

    /// Whether a statement goes on after a token of this type.
    static boolean goesOn(int type) {
        return GOES_ON.contains(type) && !Brackets.opens(type);
    }

    /// Whether a newline before the token ends a statement.
    private boolean ends(Token token) {
        var last = out.isEmpty() ? SEP : out.getLast().getType();
        return !brackets.inside()
                && !GOES_ON.contains(last)
                && !CONTINUES.contains(token.getType());
    }

    private static Token separator(String text, Token at) {
        var token = new CommonToken(SEP, text);
        token.setStartIndex(at.getStartIndex());
        token.setStopIndex(text.equals(";") ? at.getStopIndex() : at.getStartIndex() - 1);
        token.setLine(at.getLine());
        return token;
    }

    private void emit(CommonToken token) {
        if (Brackets.opens(token.getType())) {
            brackets.opened(token);
        } else if (Brackets.closes(token.getType())) {
            if (token.getType() == RBRACE) {
                dropLast(SEP);
            }
            dropLast(COMMA);
            if (!brackets.closed(token)) {
                return;
            }
        } else if (token.getType() == Token.EOF) {
            brackets.closeAll(token);
            dropLast(SEP);
        }
        out.add(token);
    }

    /// What separates has no meaning before a closing bracket, unless there is nothing to separate.
    private void dropLast(int separator) {
        if (out.size() > 1
                && out.getLast().getType() == separator
                && !Brackets.opens(out.get(out.size() - 2).getType())) {
            out.removeLast();
        }
    }

    /// A declaration at the start of a line shows that brackets before it were forgotten; in the
    /// first column of a text with too few closing braces, braces too.
    private void mend(Token token, Token next) {
        var word = DECLARES.contains(token.getType()) && next.getType() == ID;
        if (word && !balanced && token.getCharPositionInLine() == 0) {
            brackets.closeAll(token);
        } else if (word || token.getType() == LET) {
            brackets.closeInner(token);
        }
    }

    private void classify(CommonToken token, Token next) {
        if (token.getType() == RANGE && isSpread(token, next)) {
            token.setType(SPREAD);
        } else if (token.getType() == ID && (next.getType() == ID || isAxes(next))) {
            token.setType(REDUCER);
        }
    }

    /// `..` touches the name after it and nothing before it, or stands alone between brackets and
    /// commas.
    private boolean isSpread(Token token, Token next) {
        var before = token.getStartIndex() - 1;
        var text = places.text();
        var span = places.span(token);
        var touches = before >= 0 && isOperand(text.charAt(span.start() - 1));
        var last = out.isEmpty() ? SEP : out.getLast().getType();
        if (next.getStartIndex() == token.getStopIndex() + 1 && next.getType() == ID) {
            return !touches;
        }
        return last == LPAREN || last == LBRACK || last == COMMA;
    }

    private static boolean isOperand(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == ')' || c == ']';
    }

    /// Looks ahead for `..s` after a name: `sum ..s => …`.
    private boolean isAxes(Token next) {
        var span = places.span(next);
        var text = places.text();
        return next.getType() == RANGE
                && Character.isWhitespace(text.charAt(span.start() - 1))
                && span.end() < text.length()
                && Character.isLetter(text.charAt(span.end()));
    }
}
