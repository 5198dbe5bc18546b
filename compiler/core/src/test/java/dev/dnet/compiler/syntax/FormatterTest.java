package dev.dnet.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

final class FormatterTest {

    static List<Path> programs() {
        return Programs.all();
    }

    @Test
    void oneLayout() {
        var text =
                """


                use nn.{ Linear,relu }
                model   Net ( n:int=3 ){

                  let a=Linear( in :n,out: - n*2 )   // a remark


                  /// Runs.
                      fn(x:f32[ ..B,n ])->f32[..B , n]=
                    x|>a
                    |>relu
                  fn g ( x:f32[N] )=x[ 1 : -1 ]+x[:,0 , .. ]*
                          2
                }
                """;
        assertEquals(
                """
                use nn.{Linear, relu}
                model Net(n: int = 3) {
                    let a = Linear(in: n, out: -n * 2) // a remark

                    /// Runs.
                    fn (x: f32[..B, n]) -> f32[..B, n] =
                        x |> a
                          |> relu
                    fn g(x: f32[N]) = x[1:-1] + x[:, 0, ..] *
                        2
                }
                """,
                format(text));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void formattingTwiceChangesNothing(Path program) {
        var once = format(Programs.read(program).text());
        assertEquals(once, format(once));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theTreeStays(Path program) {
        var text = Programs.read(program).text();
        assertEquals(tree(text), tree(format(text)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theIndentOfTheAuthorDoesNotMatter(Path program) {
        var text = Programs.read(program).text();
        var flat = text.lines().map(String::strip).collect(Collectors.joining("\n"));
        assertEquals(format(text), format(flat));
    }

    @Test
    void aTextWithErrorsIsLeftAlone() {
        var diagnostics = new Diagnostics();
        var result = Formatter.format(new Source("a.dnet", "let = 3"), diagnostics);
        assertEquals(Optional.empty(), result);
        assertTrue(diagnostics.hasErrors());
    }

    private static String format(String text) {
        var diagnostics = new Diagnostics();
        var result = Formatter.format(new Source("a.dnet", text), diagnostics);
        return result.orElseThrow(() -> new AssertionError(diagnostics.sorted()));
    }

    private static String tree(String text) {
        return AstPrinter.print(Syntax.parse(new Source("a.dnet", text), new Diagnostics()));
    }
}
