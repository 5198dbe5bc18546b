package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.cli.doc.PrimitivesPage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The pages that `dnetc doc` writes.
final class DocCommandTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern SECTION =
            Pattern.compile("(?m)^## (.*)\n\n```dnet\n(?s:(.*?))\n```\n\n(.*)$");

    @TempDir private Path folder = Path.of("");

    @Test
    void theLibraryHasPages() throws IOException {
        write();
        var pages = pages();
        assertTrue(pages.size() > 10, pages::toString);
        assertTrue(pages.contains(PrimitivesPage.FILE), pages::toString);
        var nn = text("nn.md");
        assertTrue(nn.contains("```dnet\nmodel Linear(in: int, out: int, bias: bool = true)\n```"));
        assertTrue(nn.contains("- `param b: f32[out] ~ zeros when bias`\n"), nn);
        assertTrue(nn.contains("- `fn (x: Float[..B, in]) -> Float[..B, out]`\n"), nn);
        assertTrue(text("optim.md").contains(" on l: Linear\n```"));
        assertTrue(text("linalg.md").contains("(primitives.md#cholesky)"));
    }

    @Test
    void noLinkIsBroken() throws IOException {
        write();
        var broken = new ArrayList<String>();
        int links = 0;
        for (var page : pages()) {
            for (var link : LINK.matcher(text(page)).results().toList()) {
                var target = link.group(1).isEmpty() ? page : link.group(1);
                links++;
                if (!Files.exists(folder.resolve(target))
                        || link.group(2) != null
                                && !text(target).contains("<a id=\"" + link.group(2) + "\">")) {
                    broken.add(page + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 100, "links: " + links);
    }

    @Test
    void everythingInTheLibraryIsExplained() throws IOException {
        write();
        var bare = new ArrayList<String>();
        int sections = 0;
        for (var page : pages()) {
            for (var section : SECTION.matcher(text(page)).results().toList()) {
                sections++;
                if (section.group(3).matches("|- .*|<a .*")) {
                    bare.add(page + ": " + section.group(1));
                }
            }
            assertFalse(text(page).lines().skip(2).findFirst().orElse("").isBlank(), page);
        }
        assertEquals(List.of(), bare);
        assertTrue(sections > 150, "sections: " + sections);
    }

    /// Packages of a user, in folders as their names say.
    @Test
    void ownPackagesHavePagesToo() throws IOException {
        var sources = Files.createDirectories(folder.resolve("sources/vision"));
        Files.writeString(
                sources.resolve("lenet.dnet"),
                """
                /// Small networks.
                package vision.lenet

                use nn.relu

                /// What [scale] does.
                enum Way { up, down }

                /// How many classes.
                let classes: int = 10

                /// Scales by `factor`, as [Way] says.
                fn scale(
                    x: f32[N],
                    /// More than 0.
                    factor: f32 = 2,
                ) -> f32[N] = factor * x
                """);
        write(folder.resolve("sources").toString());
        assertEquals(List.of("index.md", "vision.lenet.md"), pages());
        assertEquals(
                """
                # vision.lenet

                Small networks.

                - [`Way`](#Way)
                - [`classes`](#classes)
                - [`scale`](#scale)

                All pages: [index](index.md)

                <a id="Way"></a>

                ## Way

                ```dnet
                enum Way { up, down }
                ```

                What [`scale`](#scale) does.

                <a id="classes"></a>

                ## classes

                ```dnet
                let classes: int = 10
                ```

                How many classes.

                <a id="scale"></a>

                ## scale

                ```dnet
                fn scale(x: f32[N], factor: f32 = 2) -> f32[N]
                ```

                Scales by `factor`, as [`Way`](#Way) says.

                - `factor`: More than 0.
                """,
                text("vision.lenet.md"));
        assertTrue(
                text("index.md").contains("- [`vision.lenet`](vision.lenet.md): Small networks."));
    }

    private void write(String... sources) {
        var arguments = new ArrayList<>(List.of("doc", "--out", folder.toString()));
        arguments.addAll(List.of(sources));
        var err = new StringWriter();
        int code =
                Main.run(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        arguments.toArray(String[]::new));
        assertEquals(0, code, err::toString);
    }

    private List<String> pages() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> String.valueOf(f.getFileName()))
                    .filter(f -> f.endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private String text(String page) throws IOException {
        return Files.readString(folder.resolve(page));
    }
}
