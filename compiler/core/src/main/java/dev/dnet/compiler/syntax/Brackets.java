package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;

import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Pairs brackets while tokens pass, and mends what does not pair, so that the parser always sees a
/// balanced text and one forgotten bracket is one error.
final class Brackets {
    private final Deque<Token> open = new ArrayDeque<>();
    private final Places places;
    private final Diagnostics diagnostics;
    private final Consumer<Token> out;

    Brackets(Places places, Diagnostics diagnostics, Consumer<Token> out) {
        this.places = places;
        this.diagnostics = diagnostics;
        this.out = out;
    }

    static boolean opens(int type) {
        return type == LPAREN || type == LBRACK || type == LBRACE;
    }

    static boolean closes(int type) {
        return type == RPAREN || type == RBRACK || type == RBRACE;
    }

    /// Whether the innermost open bracket is one in which newlines do not count.
    boolean inside() {
        return !open.isEmpty() && open.peek().getType() != LBRACE;
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    void opened(Token token) {
        open.push(token);
    }

    /// A closing bracket. Returns whether it may stay; before that, whatever was left open inside
    /// it is closed.
    boolean closed(Token token) {
        var wanted = opener(token.getType());
        if (open.stream().noneMatch(t -> t.getType() == wanted)) {
            unmatched(token);
            return false;
        }
        if (open.peek().getType() == LBRACE && wanted != LBRACE) {
            unmatched(token);
            return false;
        }
        while (open.peek().getType() != wanted) {
            closeMissing(token);
        }
        open.pop();
        return true;
    }

    /// Closes the round and square brackets that are open in the innermost braces: what follows
    /// cannot stand in them.
    void closeInner(Token before) {
        while (inside()) {
            closeMissing(before);
        }
    }

    void closeAll(Token before) {
        while (isOpen()) {
            closeMissing(before);
        }
    }

    private void unmatched(Token token) {
        diagnostics.add(
                Diagnostic.error(
                                "syntax/unmatched-bracket",
                                places.span(token),
                                "this `" + token.getText() + "` closes nothing")
                        .help(
                                "remove it, or open it with `"
                                        + sign(opener(token.getType()))
                                        + "`"));
    }

    private void closeMissing(Token before) {
        var opener = open.pop();
        var type = closer(opener.getType());
        diagnostics.add(
                Diagnostic.error(
                                "syntax/unclosed-bracket",
                                places.span(opener),
                                "this `" + opener.getText() + "` is never closed")
                        .label(places.span(before), "expected `" + sign(type) + "` before this")
                        .help("close it with `" + sign(type) + "`"));
        var token = new CommonToken(type, sign(type));
        token.setStartIndex(before.getStartIndex());
        token.setStopIndex(before.getStartIndex() - 1);
        token.setLine(before.getLine());
        out.accept(token);
    }

    private static final List<Integer> OPENERS = List.of(LPAREN, LBRACK, LBRACE);
    private static final List<Integer> CLOSERS = List.of(RPAREN, RBRACK, RBRACE);

    private static int opener(int closer) {
        return OPENERS.get(CLOSERS.indexOf(closer));
    }

    private static int closer(int opener) {
        return CLOSERS.get(OPENERS.indexOf(opener));
    }

    private static String sign(int type) {
        return VOCABULARY.getLiteralName(type).replace("'", "");
    }
}
