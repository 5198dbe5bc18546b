package dev.dnet.compiler.syntax;

import dev.dnet.compiler.syntax.antlr.DnetParser;

import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

import java.io.Serial;
import java.util.List;

/// The parser, except that what is nested too deeply ends in an error instead of an overflow of the
/// stack, here or in a later stage.
final class GuardedParser extends DnetParser {
    private static final int DEEPEST = 1_000;

    private int depth;

    GuardedParser(List<Token> tokens) {
        super(new CommonTokenStream(new ListTokenSource(tokens)));
        removeErrorListeners();
    }

    @Override
    public void enterRule(ParserRuleContext context, int state, int rule) {
        super.enterRule(context, state, rule);
        if (++depth > DEEPEST) {
            throw new TooDeep(getCurrentToken());
        }
    }

    @Override
    public void exitRule() {
        super.exitRule();
        depth--;
    }

    /// Leaves the parser where it is. Caught in `Syntax`, and nowhere else.
    static final class TooDeep extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        private final transient Token token;

        TooDeep(Token token) {
            super("nested too deeply", null, false, false);
            this.token = token;
        }

        Token token() {
            return token;
        }
    }
}
