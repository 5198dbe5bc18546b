package dev.dnet.maven;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LastRunTest {
    @TempDir private Path folder = Path.of("");

    private LastRun run() {
        return new LastRun(folder.resolve("dnet").resolve("generated"));
    }

    private Path output(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "class " + name);
    }

    @Test
    void theSameKeyWithAllOutputsIsUpToDate() throws IOException {
        assertFalse(run().isUpToDate("key"), "before the first run");
        run().replace("key", List.of(output("A.java"), output("B class.java")));
        assertTrue(run().isUpToDate("key"));
        assertFalse(run().isUpToDate("other"));
    }

    @Test
    void aDeletedOutputIsMissed() throws IOException {
        var output = output("A.java");
        run().replace("key", List.of(output));
        Files.delete(output);
        assertFalse(run().isUpToDate("key"));
    }

    @Test
    void anEditedOutputIsNoticed() throws IOException {
        var output = output("A.java");
        run().replace("key", List.of(output));
        Files.writeString(output, "class C");
        assertFalse(run().isUpToDate("key"));
    }

    @Test
    void whatIsNoLongerGeneratedIsDeleted() throws IOException {
        var old = output("Old.java");
        var kept = output("Kept.java");
        run().replace("one", List.of(old, kept));
        run().replace("two", List.of(kept));
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(kept));
        assertTrue(run().isUpToDate("two"));
    }
}
