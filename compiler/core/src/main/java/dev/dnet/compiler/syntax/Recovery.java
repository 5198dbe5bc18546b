package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.syntax.antlr.DnetParser;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/// After an error the parser gives up the smallest statement around it, skips to where that ends,
/// and goes on: each statement reports at most one error, and every statement with an error reports
/// one. An error in the head of a model or function gives up the head only.
final class Recovery extends DefaultErrorStrategy {
    private final SyntaxErrors errors;

    Recovery(SyntaxErrors errors) {
        this.errors = errors;
    }

    @Override
    public void reportError(Parser parser, RecognitionException e) {
        if (!inErrorRecoveryMode(parser)) {
            beginErrorCondition(parser);
            errors.report((DnetParser) parser, e.getOffendingToken(), expected(parser, e));
        }
    }

    /// Without a decision to make, ANTLR would go on and complain later; here the first wrong token
    /// is the error.
    @Override
    public void sync(Parser parser) {
        if (inErrorRecoveryMode(parser)) {
            return;
        }
        var next = parser.getTokenStream().LA(1);
        var expecting = parser.getATN().nextTokens(parser.getATN().states.get(parser.getState()));
        if (expecting.contains(next)
                || (expecting.contains(Token.EPSILON)
                        && parser.getExpectedTokens().contains(next))) {
            return;
        }
        if (isList(parser.getRuleContext())) {
            skipStatements(parser, expecting);
        } else {
            throw new InputMismatchException(parser);
        }
    }

    @Override
    public void recover(Parser parser, RecognitionException e) {
        switch (parser.getRuleContext().getRuleIndex()) {
            case RULE_item,
                    RULE_member,
                    RULE_trainItem,
                    RULE_statement,
                    RULE_loadRule,
                    RULE_setting,
                    RULE_updateRule,
                    RULE_file,
                    RULE_expressionOnly ->
                    skip(parser, false);
            case RULE_modelHead, RULE_trainHead, RULE_optimizerHead, RULE_condition ->
                    skip(parser, true);
            default -> throw e;
        }
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    private static IntervalSet expected(Parser parser, RecognitionException e) {
        var state = e.getOffendingState();
        return state < 0
                ? parser.getExpectedTokens()
                : parser.getATN().getExpectedTokens(state, e.getCtx());
    }

    private static boolean isList(RuleContext context) {
        return switch (context.getRuleIndex()) {
            case RULE_file,
                    RULE_members,
                    RULE_trainItems,
                    RULE_block,
                    RULE_settings,
                    RULE_loadRules ->
                    true;
            default -> false;
        };
    }

    private void skipStatements(Parser parser, IntervalSet expecting) {
        beginErrorCondition(parser);
        var next = parser.getTokenStream().LA(1);
        while (!expecting.contains(next) && next != RBRACE && next != Token.EOF) {
            errors.report((DnetParser) parser, parser.getCurrentToken(), expecting);
            skip(parser, false);
            next = parser.getTokenStream().LA(1);
            if (next == SEP && !expecting.contains(SEP)) {
                parser.consume();
                next = parser.getTokenStream().LA(1);
            }
        }
        endErrorCondition(parser);
    }

    /// To the end of the statement, over whole pairs of brackets; or to the `{` that follows a
    /// head.
    private static void skip(Parser parser, boolean head) {
        var depth = 0;
        for (var next = parser.getTokenStream().LA(1); next != Token.EOF; ) {
            if (depth == 0 && (next == SEP || next == RBRACE || (head && next == LBRACE))) {
                return;
            }
            depth =
                    Math.max(
                            0, depth + (Brackets.opens(next) ? 1 : Brackets.closes(next) ? -1 : 0));
            parser.consume();
            next = parser.getTokenStream().LA(1);
        }
    }
}
