package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.antlr.DnetParser;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.SourceFile;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The way from text to syntax tree. ANTLR does not show outside this package.
public final class Syntax {
    private Syntax() {}

    /// Reads a whole file. Every syntax error of the text is added to `diagnostics`; where there
    /// are any, the tree holds only what could be read, and is good for an editor, not for the next
    /// stage.
    public static SourceFile parse(Source source, Diagnostics diagnostics) {
        var places = new Places(source);
        var before = diagnostics.size();
        var tokens = Layout.read(places, diagnostics);
        if (tokens.tooDeep()) {
            return new SourceFile(
                    new Span(source, 0, 0), "", Optional.empty(), List.of(), List.of());
        }
        var tree = tree(tokens, places, diagnostics, DnetParser::file);
        var file = new FileBuilder(places, tokens.docs(), diagnostics).build(tree);
        if (diagnostics.size() == before) {
            tokens.docs().reportLoose(diagnostics);
        }
        return file;
    }

    /// Reads one expression, such as a setting on the command line. Empty where it has errors.
    public static Optional<Expr> expression(Source source, Diagnostics diagnostics) {
        var places = new Places(source);
        var before = diagnostics.size();
        var tokens = Layout.read(places, diagnostics);
        var tree = tree(tokens, places, diagnostics, DnetParser::expressionOnly);
        if (diagnostics.size() > before || tokens.tooDeep()) {
            return Optional.empty();
        }
        var exprs = new ExprBuilder(places, tokens.docs(), diagnostics);
        return Optional.of(exprs.expr(tree.expr())).filter(e -> diagnostics.size() == before);
    }

    /// SLL and no recovery first, because nearly every text is right; the careful way only for
    /// those that are not.
    private static <T extends ParserRuleContext> T tree(
            Tokens tokens, Places places, Diagnostics diagnostics, Function<DnetParser, T> rule) {
        var parser = parser(tokens);
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        try {
            return rule.apply(parser);
        } catch (ParseCancellationException wrong) {
            var careful = parser(tokens);
            careful.setErrorHandler(
                    new Recovery(new SyntaxErrors(places, diagnostics, tokens.refused())));
            careful.getInterpreter().setPredictionMode(PredictionMode.LL);
            return rule.apply(careful);
        }
    }

    private static DnetParser parser(Tokens tokens) {
        var parser = new DnetParser(new CommonTokenStream(new ListTokenSource(tokens.tokens())));
        parser.removeErrorListeners();
        return parser;
    }
}
