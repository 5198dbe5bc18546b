package dev.dnet.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Verifier;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Runs the graphs in the comments of the passes: before, and after.
class PassCommentTest {
    private static final Path FOLDER = Path.of("src/main/java/dev/dnet/compiler/pass");

    @TestFactory
    Stream<DynamicTest> everyPassDoesWhatItsCommentSays() {
        return Pipeline.standard().passes().stream()
                .distinct()
                .map(pass -> DynamicTest.dynamicTest(pass.name(), () -> check(pass)));
    }

    private static void check(Pass pass) throws IOException {
        var source = Files.readString(file(pass));
        var blocks = blocks(source);
        assertEquals(2, blocks.size(), "the comment shows a graph before and after");
        var before = GraphReader.read(blocks.getFirst());
        assertEquals(List.of(), Verifier.problems(before, Verifier.Stage.ELABORATED));
        var after = pass.run().apply(before);
        assertEquals(List.of(), Verifier.problems(after, Verifier.Stage.DIFFERENTIATED));
        if (source.contains("becomes, together with `dead-code`,")) {
            after = EliminateDeadCode.PASS.run().apply(after);
        }
        assertEquals(blocks.get(1), GraphPrinter.printWithoutPlaces(after));
        assertTrue(pass.summary().length() > 10);
    }

    private static Path file(Pass pass) throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(f -> defines(f, pass)).findFirst().orElseThrow();
        }
    }

    private static boolean defines(Path file, Pass pass) {
        try {
            return Files.readString(file)
                    .replaceAll("\\s+", "")
                    .contains("newPass(\"" + pass.name() + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> blocks(String source) {
        var comment =
                Arrays.stream(source.split("\n"))
                        .filter(line -> line.startsWith("///"))
                        .map(line -> line.substring(Math.min(4, line.length())))
                        .toList();
        var parts = String.join("\n", comment).split("```\n?", -1);
        return Stream.iterate(1, i -> i < parts.length, i -> i + 2).map(i -> parts[i]).toList();
    }
}
