package dev.dnet.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.antlr.DnetLexer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The language reference is what the parser does.
final class ReferenceTest {
    private static final Path REFERENCE = Path.of("../../grammar/reference.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```dnet\n(.*?)```");

    static List<String> examples() throws IOException {
        var text = Files.readString(REFERENCE);
        return EXAMPLE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleParses(String example) {
        var diagnostics = new Diagnostics();
        Syntax.parse(new Source("reference.md", example), diagnostics);
        assertEquals("", new TextRenderer(false).render(diagnostics.sorted()));
    }

    @Test
    void everyWordIsListed() throws IOException {
        var text = Files.readString(REFERENCE).replaceAll("\\s+", " ");
        var words = text.substring(text.indexOf("**Words.**"), text.indexOf("**Capitals.**"));
        assertTrue(words.contains("`" + words(DnetLexer.AND, DnetLexer.YIELD) + "`"), words);
        assertTrue(words.contains("`" + words(DnetLexer.AS, DnetLexer.USE) + "`"), words);
    }

    private static String words(int first, int last) {
        return String.join(
                " ",
                IntStream.rangeClosed(first, last)
                        .mapToObj(DnetLexer.VOCABULARY::getLiteralName)
                        .map(name -> name.replace("'", ""))
                        .toList());
    }
}
