package dev.dnet.compiler.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;

import org.junit.jupiter.api.Test;

import java.util.List;

final class RendererTest {
    private static final Source LENET =
            new Source(
                    "lenet.dnet",
                    """
                    model Net {
                        let f1 = Linear(in: 256, out: 120)

                    \tfn (x: f32[N, 400]) -> f32[N, 120] = x |> f1
                    }
                    """);
    private static final Source OTHER = new Source("nn.dnet", "fn (x: f32[..B, in])\n");

    private static final Diagnostic MISMATCH =
            Diagnostic.error(
                            "matmul/inner-dim",
                            at(LENET, "x |> f1"),
                            "the sizes differ: 400 and 256")
                    .label(at(LENET, "x |> f1"), "here 400 meets 256")
                    .label(at(LENET, "in: 256"), "256 was chosen here")
                    .label(at(LENET, "400"), "400 comes from here")
                    .label(at(OTHER, "in"), "and is expected here")
                    .help("write `in: 400`", at(LENET, "256"), "400");

    private static final Diagnostic NOWHERE =
            Diagnostic.warning("run/slow", Span.none(), "the \"vector\" module is missing\n")
                    .help("add it");

    private static Span at(Source source, String text) {
        var start = source.text().lastIndexOf(text);
        return new Span(source, start, start + text.length());
    }

    @Test
    void text() {
        assertEquals(
                """
                error[matmul/inner-dim]: the sizes differ: 400 and 256
                 --> lenet.dnet:4:39
                  |
                2 |     let f1 = Linear(in: 256, out: 120)
                  |                     ------- 256 was chosen here
                ...
                4 |     fn (x: f32[N, 400]) -> f32[N, 120] = x |> f1
                  |                                          ^^^^^^^ here 400 meets 256
                  |                   --- 400 comes from here
                 ::: nn.dnet:1:17
                  |
                1 | fn (x: f32[..B, in])
                  |                 -- and is expected here
                  |
                  = help: write `in: 400`
                """,
                new TextRenderer(false).render(List.of(MISMATCH)));
    }

    @Test
    void textWithoutAPlace() {
        assertEquals(
                "warning[run/slow]: the \"vector\" module is missing\n\n  = help: add it\n",
                new TextRenderer(false).render(List.of(NOWHERE)));
    }

    @Test
    void coloursChangeNothingElse() {
        var plain = new TextRenderer(false).render(List.of(MISMATCH, NOWHERE));
        var coloured = new TextRenderer(true).render(List.of(MISMATCH, NOWHERE));
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
        assertEquals(true, coloured.length() > plain.length());
    }

    @Test
    void shortLines() {
        assertEquals(
                """
                lenet.dnet:4:39: error[matmul/inner-dim]: the sizes differ: 400 and 256
                <built-in>: warning[run/slow]: the "vector" module is missing\s
                """,
                new ShortRenderer().render(List.of(MISMATCH, NOWHERE)));
    }

    @Test
    void json() {
        assertEquals(
                """
                [
                {"severity":"error","code":"matmul/inner-dim","message":"the sizes differ: 400 and 256",\
                "span":{"file":"lenet.dnet","line":4,"column":39,"endLine":4,"endColumn":46,"start":90,"end":97},\
                "labels":[{"text":"here 400 meets 256","span":{"file":"lenet.dnet","line":4,"column":39,\
                "endLine":4,"endColumn":46,"start":90,"end":97}}],\
                "help":{"text":"write `in: 400`","fix":{"text":"400","span":{"file":"lenet.dnet","line":2,"column":25,\
                "endLine":2,"endColumn":28,"start":36,"end":39}}}},
                {"severity":"warning","code":"run/slow","message":"the \\"vector\\" module is missing\\n",\
                "span":null,"labels":[],"help":{"text":"add it","fix":null}}
                ]
                """,
                new JsonRenderer()
                        .render(
                                List.of(
                                        new Diagnostic(
                                                MISMATCH.severity(),
                                                MISMATCH.code(),
                                                MISMATCH.span(),
                                                MISMATCH.message(),
                                                MISMATCH.labels().subList(0, 1),
                                                MISMATCH.help()),
                                        NOWHERE)));
    }

    @Test
    void jsonOfNothing() {
        assertEquals("[]\n", new JsonRenderer().render(List.of()));
    }
}
