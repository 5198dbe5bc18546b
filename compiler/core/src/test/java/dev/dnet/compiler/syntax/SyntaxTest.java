package dev.dnet.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.ShortRenderer;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.antlr.DnetParser;
import dev.dnet.compiler.syntax.ast.SourceFile;

import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

final class SyntaxTest {

    static List<Path> programs() {
        return Programs.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theTreeOfAProgram(Path program) throws IOException {
        var text = AstPrinter.print(parse(Programs.read(program)));
        var golden = Path.of(program.toString().replace(".dnet", ".ast"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theGrammarIsUnambiguous(Path program) {
        var places = new Places(Programs.read(program));
        var tokens = Layout.read(places, new Diagnostics());
        var parser = new DnetParser(new CommonTokenStream(new ListTokenSource(tokens.tokens())));
        var ambiguities = new Ambiguities();
        parser.removeErrorListeners();
        parser.addErrorListener(ambiguities);
        parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
        parser.file();
        assertEquals(List.of(), ambiguities.found);
    }

    @Test
    void precedence() {
        assertEquals("(- (** a 2))", tree("-a ** 2"));
        assertEquals("(** a (** b c))", tree("a ** b ** c"));
        assertEquals("(- (- a b) c)", tree("a - b - c"));
        assertEquals("(or (not (== a b)) (and c d))", tree("not a == b or c and d"));
        assertEquals("(|> (|> a f) (call g b))", tree("a |> f |> g(b)"));
        assertEquals("(.. 0 (- n 1))", tree("0..n - 1"));
        assertEquals("(/ (~ (tensor f32 N) normal) 2)", tree("f32[N] ~ normal / 2"));
        assertEquals("(* 2 (reduce sum k (+ (index a k) 1)))", tree("2 * sum k => a[k] + 1"));
    }

    @Test
    void newlines() {
        assertEquals("(+ a b)", tree("a +\n b"));
        assertEquals("(|> a f)", tree("a\n  |> f"));
        assertEquals("(call f a (b: 1))", tree("f(\n a,\n b: 1,\n)"));
        assertEquals("(if c a b)", tree("if c {\n a\n}\nelse {\n b\n}"));
    }

    @Test
    void charactersBeyondTheBasicPlaneKeepSpans() {
        var source = new Source("a.dnet", "let a = \"🙂🙂\" // 🙂\nlet b = ^ 2\n");
        var diagnostics = new Diagnostics();
        Syntax.parse(source, diagnostics);
        var span = diagnostics.sorted().getFirst().span();
        assertEquals("^", span.text());
        assertEquals("a.dnet:2:9", span.toString());
    }

    @Test
    void aLongChainIsNoProblem() {
        var text = "let x = 1" + " + 1".repeat(900) + "\n";
        assertEquals(1, parse(new Source("long.dnet", text)).declarations().size());
    }

    @Test
    void whatIsNestedTooDeeplyIsAnError() {
        for (var inner : List.of("(", "- ", "for i => ", "if a { 1 } else ", "[", "1 + ")) {
            var diagnostics = new Diagnostics();
            var text = "let x = " + inner.repeat(1_100) + "{ 2 }";
            Syntax.parse(new Source("deep.dnet", text), diagnostics);
            assertTrue(
                    diagnostics.sorted().stream().anyMatch(d -> d.code().equals("syntax/too-deep")),
                    inner);
        }
    }

    private static String tree(String expression) {
        var diagnostics = new Diagnostics();
        var expr = Syntax.expression(new Source("expression", expression), diagnostics);
        assertEquals("", new ShortRenderer().render(diagnostics.sorted()));
        return SExpression.print(ExprPrinter.expr(expr.orElseThrow()), 0);
    }

    private static SourceFile parse(Source source) {
        var diagnostics = new Diagnostics();
        var file = Syntax.parse(source, diagnostics);
        assertEquals("", new ShortRenderer().render(diagnostics.sorted()));
        assertTrue(file.declarations().size() > 0);
        return file;
    }

    private static final class Ambiguities extends BaseErrorListener {
        private final List<String> found = new ArrayList<>();

        @Override
        public void reportAmbiguity(
                Parser parser,
                DFA dfa,
                int start,
                int stop,
                boolean exact,
                BitSet alternatives,
                ATNConfigSet configs) {
            found.add(
                    parser.getRuleNames()[parser.getRuleContext().getRuleIndex()]
                            + " "
                            + alternatives
                            + " at "
                            + parser.getTokenStream().get(start).getText());
        }
    }
}
