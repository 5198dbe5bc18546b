package dev.dnet.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

final class ErrorNamesTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void namesAreFoundWholeAndPutTogether() throws IOException {
        var names =
                read(
                        """
                        class Checks {
                            void whole() { fail("shape/mismatch", "x/y is `wrong`: a/b"); }
                            void missing(String word) { fail("train/missing-" + word, ""); }
                            void both(boolean many) { missing(many ? "batches" : "batch"); }
                            void open(Supplier<String> s) { fail("open/" + s.get(), ""); }
                            void fail(String code, String message) {}
                        }
                        """);
        assertEquals(
                Set.of("shape/mismatch", "train/missing-batch", "train/missing-batches", "open/*"),
                names.certain().keySet());
    }

    @Test
    void theComponentOfARecordIsWhatItsConstructorGets() throws IOException {
        var names =
                read(
                        """
                        record Checks(String what) {
                            String code() { return what + "/rank"; }
                            static String all() { return new Checks("conv").code() + new Checks("pool").code(); }
                        }
                        """);
        assertEquals(Set.of("conv/rank", "pool/rank"), names.certain().keySet());
    }

    @Test
    void namesOfTwoPartsThatVaryNeedNotAllExist() throws IOException {
        var names =
                read(
                        """
                        class Checks {
                            String code(String what, String why) { return what + "/" + why; }
                            String a() { return code("a", "one"); }
                            String b() { return code("b", "two"); }
                        }
                        """);
        assertEquals(Set.of(), names.certain().keySet());
        assertEquals(Set.of("a/one", "a/two", "b/one", "b/two"), names.possible().keySet());
    }

    @Test
    void aGoldenFileShowsTheNamesAtTheBeginningOfItsLines() throws IOException {
        Files.writeString(
                folder.resolve("two.txt"),
                """
                error[shape/mismatch]: no error[shape/other]: here
                 --> a.dnet:1:1
                warning[entry/axes]: open
                """);
        var golden = GoldenFiles.read(folder);
        assertEquals(Set.of("shape/mismatch", "entry/axes"), golden.byName().keySet());
        assertEquals(List.of(folder.resolve("two.txt")), golden.of("shape/*"));
        assertEquals(List.of(), golden.of("shape/mis"));
    }

    private ErrorNames read(String source) throws IOException {
        Files.writeString(folder.resolve("Checks.java"), source);
        return ErrorNames.read(List.of(folder));
    }
}
