package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.syntax.antlr.DnetParser;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

import java.util.List;
import java.util.Set;

/// Turns "this token, in this rule, where those were possible" into an error that a user can act
/// on.
final class SyntaxErrors {
    private final Places places;
    private final Diagnostics diagnostics;
    private final Set<Integer> refused;

    /// On the lines in `refused` the lexer has reported something; what the parser thinks of the
    /// rest would mislead.
    SyntaxErrors(Places places, Diagnostics diagnostics, Set<Integer> refused) {
        this.refused = refused;
        this.places = places;
        this.diagnostics = diagnostics;
    }

    void report(DnetParser parser, Token found, IntervalSet expected) {
        if (!refused.contains(found.getLine())) {
            diagnostics.add(new Mistake(parser, found, expected, parser.getContext()).diagnose());
        }
    }

    /// Everything that is known at the place of one error.
    private final class Mistake {
        private final DnetParser parser;
        private final Token found;
        private final IntervalSet expected;
        private final ParserRuleContext context;

        Mistake(DnetParser parser, Token found, IntervalSet expected, ParserRuleContext context) {
            this.parser = parser;
            this.found = found;
            this.expected = expected;
            this.context = context;
        }

        Diagnostic diagnose() {
            var habit = Habits.instead(firstWord());
            if (habit.isPresent()) {
                return foreign(habit.get());
            }
            var reduce = context instanceof IndexVarContext ? context.getParent() : context;
            if (reduce instanceof ReduceContext words && expected.contains(FAT_ARROW)) {
                return sideBySide(words);
            }
            if (expected.contains(LET) && !expected.contains(INT)) {
                return declaration();
            }
            if (found.getType() == ASSIGN && expected.contains(WRITE)) {
                return assignment();
            }
            return byExpectation();
        }

        private Diagnostic byExpectation() {
            if (expected.contains(INT)) {
                return error("expression");
            }
            if (expected.contains(ID) && Wording.isReserved(found.getType())) {
                return reserved();
            }
            if (expected.contains(ID)) {
                return error(expected.contains(LBRACK) ? "type" : "name");
            }
            if (context instanceof FunctionContext || context instanceof BodyContext) {
                return functionBody();
            }
            if (expected.contains(SEP) && expected.contains(PLUS)) {
                return error("end-of-statement")
                        .help("a statement ends with its line, or with `;`");
            }
            return hinted(error("unexpected"));
        }

        private Diagnostic hinted(Diagnostic error) {
            if (expected.contains(LBRACE) && within(RULE_condition)) {
                return error.help("the branches of `if` stand in braces: `if c { a } else { b }`");
            }
            return error;
        }

        private Diagnostic error(String code) {
            return Diagnostic.error(
                    "syntax/" + code,
                    places.span(found),
                    "expected "
                            + Wording.expected(expected, places.end())
                            + ", found "
                            + Wording.found(found, places.end()));
        }

        private Diagnostic functionBody() {
            return Diagnostic.error(
                            "syntax/function-body",
                            places.span(found),
                            "the body of the function is missing: found "
                                    + Wording.found(found, places.end()))
                    .help(
                            found.getType() == FAT_ARROW
                                    ? "a function with a name has `=`, one without has `=>`"
                                    : "a body is `= expression` or `{ statements }`");
        }

        private Diagnostic reserved() {
            var word = found.getText();
            return Diagnostic.error(
                            "syntax/reserved-word",
                            places.span(found),
                            "`" + word + "` is a word of the language and cannot be a name")
                    .help(
                            "choose another name, such as `" + word + "_`",
                            places.span(found),
                            word + "_");
        }

        private Diagnostic assignment() {
            return Diagnostic.error("syntax/assignment", places.span(found), "`=` does not assign")
                    .help("`let x = …` names a value, `x <- …` writes a state");
        }

        private Diagnostic sideBySide(ReduceContext reduce) {
            var first = reduce.REDUCER().getSymbol();
            var second = parser.getTokenStream().get(first.getTokenIndex() + 1);
            var error =
                    Diagnostic.error(
                            "syntax/two-operands",
                            places.span(first, second),
                            "`"
                                    + first.getText()
                                    + "` and `"
                                    + second.getText()
                                    + "` stand side by side with no operator between them");
            return within(RULE_condition)
                    ? error.help("the branches of `if` stand in braces: `if c { a } else { b }`")
                    : error.help("a call is written `f(x)`, a reduction `sum k => …`");
        }

        private Diagnostic declaration() {
            return Diagnostic.error(
                            "syntax/declaration",
                            places.span(found),
                            Wording.found(found, places.end())
                                    + " cannot begin anything "
                                    + where())
                    .help("here stand " + Wording.join(declarations()));
        }

        private String where() {
            if (within(RULE_trainItems)) {
                return "in a `train` block";
            }
            return within(RULE_members) ? "in a model" : "on the top level";
        }

        private List<String> declarations() {
            return expected.toList().stream()
                    .filter(Wording::isWord)
                    .map(type -> "`" + VOCABULARY.getLiteralName(type).replace("'", "") + "`")
                    .toList();
        }

        private Diagnostic foreign(String instead) {
            var token = parser.getTokenStream().get(statementStart());
            return Diagnostic.error(
                            "syntax/foreign-word",
                            places.span(token),
                            "dnet has no `" + token.getText() + "`")
                    .help(instead);
        }

        /// The first word of the statement, if it is the reason of the error.
        private String firstWord() {
            var start = statementStart();
            var token = parser.getTokenStream().get(start);
            var near = found.getTokenIndex() <= start + 1 && found.getType() != ASSIGN;
            return switch (token.getType()) {
                case REDUCER -> token.getText();
                case ID, FROM -> near ? token.getText() : "";
                default -> "";
            };
        }

        /// The token after the last separator or brace before the error.
        private int statementStart() {
            var at = found.getTokenIndex();
            while (at > 0 && !starts(parser.getTokenStream().get(at - 1).getType())) {
                at--;
            }
            return at;
        }

        private static boolean starts(int type) {
            return type == SEP || type == LBRACE || type == RBRACE;
        }

        private boolean within(int rule) {
            for (RuleContext c = context; c != null; c = c.parent) {
                if (c.getRuleIndex() == rule) {
                    return true;
                }
                if (c.getRuleIndex() == RULE_block) {
                    return false;
                }
            }
            return false;
        }
    }
}
