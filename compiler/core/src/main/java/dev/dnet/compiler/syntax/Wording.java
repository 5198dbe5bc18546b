package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

import java.util.ArrayList;
import java.util.List;

/// Tokens in the user's words.
final class Wording {
    private Wording() {}

    /// What was found.
    ///
    /// @param end what ends the text that is read
    static String found(Token token, String end) {
        var text = token.getText();
        return switch (token.getType()) {
            case Token.EOF -> end;
            case SEP -> text.equals(";") ? "`;`" : "the end of the line";
            case ID, REDUCER -> "the name `" + text + "`";
            case INT, FLOAT -> "the number `" + text + "`";
            case STRING -> "the text `" + text + "`";
            default -> (isWord(token.getType()) ? "the word `" : "`") + text + "`";
        };
    }

    /// What could have stood there: groups where there are groups, signs where not.
    static String expected(IntervalSet set, String end) {
        var left = new IntervalSet(set);
        var parts = new ArrayList<String>();
        if (set.contains(SEP)) {
            remove(left, Token.EOF, RBRACE);
        }
        if (isOperator(set)) {
            parts.add("an operator");
            removeOperators(left);
        }
        group(left, parts);
        for (var type : left.toList()) {
            parts.add(sign(type, end));
        }
        return join(parts.stream().distinct().toList());
    }

    private static void group(IntervalSet left, List<String> parts) {
        if (left.contains(INT)) {
            parts.add("an expression");
            removeExpressions(left);
        } else if (left.contains(ID) && left.contains(LBRACK) && left.contains(FN)) {
            parts.add("a type");
            remove(left, LBRACK, LPAREN, FN);
            removeNames(left);
        } else if (left.contains(ID)) {
            parts.add("a name");
            removeNames(left);
        }
    }

    static boolean isOperator(IntervalSet set) {
        return set.contains(PLUS) && set.contains(STAR);
    }

    private static void removeOperators(IntervalSet set) {
        remove(
                set, PIPE, RANGE, OR, AND, EQ, NE, LT, LE, GT, GE, PLUS, MINUS, STAR, SLASH, DIV,
                PERCENT, AT, POW, TILDE, DOT, LPAREN, LBRACK);
    }

    private static void removeExpressions(IntervalSet set) {
        remove(
                set, INT, FLOAT, STRING, TRUE, FALSE, TRAINING, LPAREN, LBRACK, IF, SCAN, LOOP,
                REMAT, FN, FOLD, FOR, REDUCER, MINUS, NOT, SPREAD);
        removeNames(set);
    }

    private static void removeNames(IntervalSet set) {
        remove(set, ID, UNDERSCORE, REDUCER);
        for (var type = AS; type <= USE; type++) {
            set.remove(type);
        }
    }

    private static void remove(IntervalSet set, int... types) {
        for (var type : types) {
            set.remove(type);
        }
    }

    private static String sign(int type, String end) {
        return switch (type) {
            case Token.EOF -> end;
            case SEP -> "the end of the line";
            case STRING -> "a text in quotes";
            default -> {
                var literal = VOCABULARY.getLiteralName(type);
                yield literal == null
                        ? VOCABULARY.getSymbolicName(type)
                        : "`" + literal.substring(1, literal.length() - 1) + "`";
            }
        };
    }

    /// `a`, `b` or `c`.
    static String join(List<String> parts) {
        return parts.size() < 2
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " or " + parts.getLast();
    }

    /// Whether it is a word of the language, free as a name elsewhere or not.
    static boolean isWord(int type) {
        return type >= AND && type <= USE;
    }

    /// Whether it is a word that can never be a name.
    static boolean isReserved(int type) {
        return type >= AND && type <= YIELD;
    }
}
