package dev.dnet.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;

import java.util.Random;

final class RecoveryTest {

    @Test
    void oneRunReportsEveryWrongStatement() {
        assertEquals(
                """
                2 syntax/expression
                3 syntax/type
                5 syntax/two-operands
                7 syntax/assignment
                13 syntax/name
                14 syntax/unexpected
                18 syntax/expression
                """,
                errors(
                        """
                        model Net(n: int) {
                            let a = n * / 2
                            param w: 3 ~ zeros
                            fn (x: f32[N]) -> f32[N] {
                                let y = x x
                                if training {
                                    w = 3
                                }
                                y
                            }
                        }

                        train T(3: int) {
                            loss : 3
                            batch (x: f32[N])
                        }

                        fn last(x: f32[N]) -> f32[N] = x + * 2
                        """));
    }

    @Test
    void whatIsRightIsKept() {
        var diagnostics = new Diagnostics();
        var file =
                Syntax.parse(
                        new Source("a.dnet", "let a = 1\nlet b = = 2\nlet c = 3\n"), diagnostics);
        assertEquals(2, file.declarations().size());
        assertEquals(1, diagnostics.sorted().size());
    }

    /// Whatever is cut out of a program, the parser ends, finds something wrong or not, and throws
    /// nothing.
    @Test
    void damagedPrograms() {
        var random = new Random(7);
        for (var program : Programs.all()) {
            var text = Programs.read(program).text();
            for (var i = 0; i < 60; i++) {
                var from = random.nextInt(text.length());
                var to = Math.min(text.length(), from + 1 + random.nextInt(12));
                var damaged = text.substring(0, from) + text.substring(to);
                Syntax.parse(new Source("damaged.dnet", damaged), new Diagnostics());
            }
        }
    }

    @Test
    void aMissingBracketIsOneError() {
        for (var program : Programs.all()) {
            var text = Programs.read(program).text();
            for (var at = text.indexOf(')'); at >= 0; at = text.indexOf(')', at + 1)) {
                var damaged = text.substring(0, at) + text.substring(at + 1);
                var diagnostics = new Diagnostics();
                Syntax.parse(new Source("damaged.dnet", damaged), diagnostics);
                assertTrue(diagnostics.size() <= 4, () -> program + ": " + diagnostics.sorted());
            }
        }
    }

    private static String errors(String text) {
        var diagnostics = new Diagnostics();
        Syntax.parse(new Source("a.dnet", text), diagnostics);
        var result = new StringBuilder();
        for (var d : diagnostics.sorted()) {
            result.append(d.span().line()).append(' ').append(d.code()).append('\n');
        }
        return result.toString();
    }
}
