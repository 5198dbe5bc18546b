package dev.dnet.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.report.Repository;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The examples of the reference and of the tutorial compile.
final class SnippetsTest {
    private static final String TUTORIAL = "examples/tutorial/README.md";
    private static final String REFERENCE = "grammar/reference.md";
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package (\\w+)$");
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

    static List<Snippet> snippets() throws IOException {
        var all = new ArrayList<>(Snippet.of(TUTORIAL));
        all.addAll(Snippet.of(REFERENCE));
        return all;
    }

    static List<Snippet> parts() throws IOException {
        return snippets().stream().filter(s -> !s.isWhole()).toList();
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void everyExampleCompiles(Snippet snippet) {
        assertFalse(lowered(snippet).isEmpty(), () -> snippet.program().text());
    }

    @ParameterizedTest
    @MethodSource("parts")
    void everythingIsCalled(Snippet snippet) {
        assertEquals(List.of(), snippet.uncalled());
    }

    /// Whole programs of the tutorial are the files beside it.
    @Test
    void wholeProgramsAreFiles() throws IOException {
        var whole = Snippet.of(TUTORIAL).stream().filter(Snippet::isWhole).toList();
        assertEquals(4, whole.size());
        for (var snippet : whole) {
            var file = "examples/tutorial/" + packageOf(snippet) + ".dnet";
            assertEquals(Files.readString(Repository.here().path(file)), snippet.text(), file);
        }
    }

    /// What calls the trained class, too.
    @Test
    void javaCompiles() throws IOException {
        var page = Files.readString(Repository.here().path(TUTORIAL));
        var java = JAVA.matcher(page);
        assertTrue(java.find());
        var transformer =
                Snippet.of(TUTORIAL).stream()
                        .filter(s -> s.isWhole() && packageOf(s).equals("transformer"))
                        .findFirst()
                        .orElseThrow();
        var sources = new ArrayList<JavaSource>();
        lowered(transformer).forEach(l -> sources.addAll(l.java(List.of(Width.PLAIN))));
        sources.add(new JavaSource("", "Reading", java.group(1), false));
        assertTrue(JavaBuild.compile(sources).containsKey("Reading"));
    }

    private static String packageOf(Snippet snippet) {
        var name = PACKAGE.matcher(snippet.text());
        assertTrue(name.find(), snippet::text);
        return name.group(1);
    }

    private static List<Compiler.Lowered> lowered(Snippet snippet) {
        var diagnostics = new Diagnostics();
        var library = Library.resources(SnippetsTest.class.getClassLoader());
        var compiler = new Compiler(library, List.of());
        var programs = compiler.elaborate(List.of(snippet.program()), diagnostics).programs();
        var lowered =
                programs.stream().flatMap(p -> compiler.lower(p, diagnostics).stream()).toList();
        assertEquals("", new TextRenderer(false).render(diagnostics.sorted()));
        return lowered;
    }
}
