package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import org.antlr.v4.runtime.Token;

import java.util.Set;

/// Where two tokens on one line have a space between them.
final class Spacing {
    private static final Set<Integer> TIGHT_AFTER = Set.of(LPAREN, LBRACK, SPREAD, RANGE, DOT);
    private static final Set<Integer> TIGHT_BEFORE =
            Set.of(RPAREN, RBRACK, COMMA, COLON, DOT, RANGE, SEMICOLON);
    private static final Set<Integer> VALUES =
            Set.of(INT, FLOAT, STRING, TRUE, FALSE, TRAINING, RPAREN, RBRACK, RBRACE, UNDERSCORE);

    private Spacing() {}

    /// `bracket` is the innermost open one at the second token, `unary` whether the first is a
    /// minus sign of a value.
    static boolean between(Token first, Token second, Bracket bracket, boolean unary) {
        var before = first.getType();
        var after = second.getType();
        if (before == COMMA) {
            return true;
        }
        if (unary || TIGHT_AFTER.contains(before) || TIGHT_BEFORE.contains(after)) {
            return false;
        }
        return switch (after) {
            case LPAREN, LBRACK -> !isCallee(before);
            case RBRACE -> before != LBRACE && bracket != Bracket.LIST_OF_NAMES;
            default ->
                    switch (before) {
                        case LBRACE -> bracket != Bracket.LIST_OF_NAMES;
                        case COLON -> bracket != Bracket.SQUARE;
                        default -> true;
                    };
        };
    }

    /// What a bracket that opens right after it belongs to.
    private static boolean isCallee(int type) {
        return isName(type) || type == RPAREN || type == RBRACK || type == STRING || type == REMAT;
    }

    static boolean isName(int type) {
        return type == ID || type == REDUCER || (Wording.isWord(type) && !Wording.isReserved(type));
    }

    /// Whether a minus after it takes something away from it.
    static boolean isValue(int type) {
        return VALUES.contains(type) || isName(type);
    }

    /// Kinds of brackets that differ in their spaces.
    enum Bracket {
        NONE,
        ROUND,
        SQUARE,
        BRACES,
        /// `use nn.{Linear, relu}`.
        LIST_OF_NAMES
    }
}
