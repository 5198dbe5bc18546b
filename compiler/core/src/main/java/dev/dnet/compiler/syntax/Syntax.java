package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.antlr.DnetParser;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.SourceFile;

import org.antlr.v4.runtime.BailErrorStrategy;
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
        var file =
                tree(tokens, places, diagnostics, DnetParser::file)
                        .map(t -> new FileBuilder(places, tokens.docs(), diagnostics).build(t))
                        .orElseGet(() -> nothing(source));
        if (diagnostics.size() == before) {
            tokens.docs().reportLoose(diagnostics);
        }
        return file;
    }

    /// The text of a file. Bytes that are no UTF-8 are an error, and the text ends there.
    public static Source decode(String name, byte[] bytes, Diagnostics diagnostics) {
        var encoding = Encoding.read(name, bytes);
        encoding.error().ifPresent(diagnostics::add);
        return encoding.source();
    }

    private static SourceFile nothing(Source source) {
        var span = new Span(source, 0, 0);
        return new SourceFile(span, "", Optional.empty(), List.of(), List.of());
    }

    /// Reads one expression, such as a setting on the command line. Empty where it has errors.
    public static Optional<Expr> expression(Source source, Diagnostics diagnostics) {
        return expression(new Places(source), diagnostics);
    }

    static Optional<Expr> expression(Places places, Diagnostics diagnostics) {
        var before = diagnostics.size();
        var tokens = Layout.read(places, diagnostics);
        var exprs = new ExprBuilder(places, tokens.docs(), diagnostics);
        return tree(tokens, places, diagnostics, DnetParser::expressionOnly)
                .filter(tree -> diagnostics.size() == before)
                .map(tree -> exprs.expr(tree.expr()))
                .filter(expr -> diagnostics.size() == before);
    }

    private static <T extends ParserRuleContext> Optional<T> tree(
            Tokens tokens, Places places, Diagnostics diagnostics, Function<DnetParser, T> rule) {
        try {
            return Optional.of(
                    quick(tokens, rule)
                            .orElseGet(() -> careful(tokens, places, diagnostics, rule)));
        } catch (GuardedParser.TooDeep deep) {
            diagnostics.add(
                    Diagnostic.error(
                                    "syntax/too-deep",
                                    places.span(deep.token()),
                                    "this is nested more deeply than the compiler follows")
                            .help("give the inner parts names with `let`"));
            return Optional.empty();
        }
    }

    /// SLL and no recovery, because nearly every text is right.
    private static <T> Optional<T> quick(Tokens tokens, Function<DnetParser, T> rule) {
        var parser = new GuardedParser(tokens.tokens());
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        try {
            return Optional.of(rule.apply(parser));
        } catch (ParseCancellationException wrong) {
            return Optional.empty();
        }
    }

    private static <T> T careful(
            Tokens tokens, Places places, Diagnostics diagnostics, Function<DnetParser, T> rule) {
        var parser = new GuardedParser(tokens.tokens());
        var errors = new SyntaxErrors(places, diagnostics, tokens.refused());
        parser.setErrorHandler(new Recovery(errors));
        parser.getInterpreter().setPredictionMode(PredictionMode.LL);
        return rule.apply(parser);
    }
}
