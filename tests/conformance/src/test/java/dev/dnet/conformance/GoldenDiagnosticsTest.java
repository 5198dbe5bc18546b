package dev.dnet.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.Fix;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Elaborator;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.Syntax;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every named error has a program in `resources/diagnostics` that earns it: `shape_mismatch.dnet`
/// for `shape/mismatch`, or `shape_mismatch.deep.dnet` for one of several; what is printed beside
/// it in `.txt`. `-Dgolden.update=true` writes those.
final class GoldenDiagnosticsTest {
    private static final Path FOLDER = Path.of("src/test/resources/diagnostics");

    static List<Path> programs() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".dnet")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void printsWhatIsWrittenBesideIt(Path program) throws IOException {
        var text = new TextRenderer(false).render(diagnose(source(program)));
        var golden = Path.of(program.toString().replace(".dnet", ".txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
        assertTrue(
                Pattern.compile("\\[([a-z0-9_/-]+)]: ")
                        .matcher(text)
                        .results()
                        .anyMatch(r -> r.group(1).replace('/', '_').equals(fileCode(program))),
                () -> "earns no " + fileCode(program));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyErrorHasAPlaceAndAHelp(Path program) throws IOException {
        for (var diagnostic : diagnose(source(program))) {
            assertFalse(diagnostic.span().isNone(), diagnostic::code);
            assertTrue(diagnostic.help().isPresent(), diagnostic::code);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theHelpMendsIt(Path program) throws IOException {
        var source = source(program);
        var found = diagnose(source);
        for (var diagnostic : found) {
            for (var fix : diagnostic.help().flatMap(help -> help.fix()).stream().toList()) {
                var mended = diagnose(apply(source, fix));
                assertTrue(mended.size() < found.size(), () -> fix + " leaves " + mended);
            }
        }
    }

    private static Source apply(Source source, Fix fix) {
        var text = source.text();
        var span = fix.span();
        return new Source(
                source.name(),
                text.substring(0, span.start()) + fix.text() + text.substring(span.end()));
    }

    /// Syntax errors are all that a text shows that cannot be read.
    private static List<Diagnostic> diagnose(Source source) {
        var diagnostics = new Diagnostics();
        if (source.name().startsWith("syntax_")) {
            Syntax.parse(source, diagnostics);
        } else {
            var packages =
                    Stream.of("../../stdlib/src/main/dnet", FOLDER + "/packages", FOLDER + "/more");
            Elaborator.elaborate(
                    List.of(source),
                    Library.of(packages.map(GoldenDiagnosticsTest::library).toList()),
                    diagnostics);
        }
        return diagnostics.sorted();
    }

    /// Packages under names that are the same wherever the repository lies.
    private static Library library(String root) {
        var files = Library.folder(Path.of(root));
        return new Library() {
            @Override
            public List<Source> find(String name) {
                return files.find(name).stream()
                        .map(s -> new Source(name.replace('.', '/') + ".dnet", s.text()))
                        .toList();
            }

            @Override
            public List<String> packages() {
                return files.packages();
            }
        };
    }

    private static Source source(Path program) throws IOException {
        return new Source(program.getFileName().toString(), Files.readString(program));
    }

    private static String fileCode(Path program) {
        return program.getFileName().toString().replaceAll("\\..*", "");
    }
}
