package dev.dnet.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.safetensors.SafetensorsWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;

class CheckpointTest {
    @TempDir Path folder;
    private Path path = Path.of("");

    private static final Progress PROGRESS =
            new Progress(
                    "digits.Digits", "abc", -5, 1234, 3, 640, OptionalDouble.of(0.1), 2, 1.7, 9);

    @BeforeEach
    void name() {
        path = folder.resolve("last.safetensors");
    }

    private static SequencedMap<String, Tensor> variables(float value, long... shape) {
        SequencedMap<String, Tensor> variables = new LinkedHashMap<>();
        Tensor w = Tensor.zeros(ElementType.F32, shape);
        w.segment().set(ValueLayout.JAVA_FLOAT, 0, value);
        variables.put("net.c1.w", w);
        variables.put("adam/m/net.c1.w", Tensor.zeros(ElementType.F32, shape));
        return variables;
    }

    @Test
    void everythingComesBack() {
        Checkpoint.save(path, variables(7, 2, 3), PROGRESS);
        Checkpoint checkpoint = Checkpoint.load(path);
        assertEquals(PROGRESS, checkpoint.progress());
        SequencedMap<String, Tensor> target = variables(0, 2, 3);
        checkpoint.restore("abc", target);
        assertArrayEquals(
                new float[] {7, 0, 0, 0, 0, 0}, target.firstEntry().getValue().toFloats());
    }

    @Test
    void aRunWithoutAScoreHasNone() {
        Progress start = Progress.start("a.B", "f", 1);
        Checkpoint.save(path, variables(7, 1), start);
        assertEquals(start, Checkpoint.load(path).progress());
    }

    @Test
    void anotherModelIsNamedByWhatDiffers() {
        Checkpoint.save(path, variables(7, 2, 3), PROGRESS);
        SequencedMap<String, Tensor> other = variables(0, 3, 2);
        other.remove("adam/m/net.c1.w");
        other.put("net.f1.b", Tensor.scalar(1f));
        DnetException e =
                assertThrows(
                        DnetException.class, () -> Checkpoint.load(path).restore("abc", other));
        assertEquals("checkpoint/other-model", e.code());
        assertTrue(
                e.found()
                        .endsWith(
                                "missing: net.f1.b; not of this program: adam/m/net.c1.w; of"
                                        + " another shape: net.c1.w (f32[2, 3] there, f32[3, 2] here)"),
                e.found());
        assertEquals(0f, other.firstEntry().getValue().getFloat(0, 0));
    }

    @Test
    void anotherFingerprintIsRefused() {
        Checkpoint.save(path, variables(7, 2), PROGRESS);
        assertCode(
                "checkpoint/other-program",
                () -> Checkpoint.load(path).restore("xyz", variables(0, 2)));
    }

    @Test
    void weightsAloneMayBeTaken() {
        Checkpoint.save(path, variables(7, 2), PROGRESS);
        SequencedMap<String, Tensor> weights = variables(0, 2);
        weights.remove("adam/m/net.c1.w");
        Checkpoint.load(path).restoreWeights(weights);
        assertEquals(7f, weights.firstEntry().getValue().getFloat(0));
        weights.put("net.new", Tensor.scalar(1f));
        assertCode("checkpoint/other-model", () -> Checkpoint.load(path).restoreWeights(weights));
    }

    @Test
    void longListsAreCut() {
        Checkpoint.save(path, variables(7, 2), PROGRESS);
        SequencedMap<String, Tensor> many = variables(0, 2);
        for (int i = 0; i < 8; i++) {
            many.put("v" + i, Tensor.scalar(1f));
        }
        DnetException e =
                assertThrows(DnetException.class, () -> Checkpoint.load(path).restore("abc", many));
        assertTrue(e.found().endsWith("missing: v0, v1, v2, v3, v4, and 3 more"), e.found());
    }

    @Test
    void badFilesHaveNames() throws IOException {
        assertCode("checkpoint/missing-file", () -> Checkpoint.load(path));
        Checkpoint.save(path, variables(7, 2), PROGRESS);
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length - 1));
        assertCode("checkpoint/truncated", () -> Checkpoint.load(path));
        SafetensorsWriter.write(path, variables(7, 2), new LinkedHashMap<>());
        assertCode("checkpoint/format", () -> Checkpoint.load(path));
        SequencedMap<String, String> metadata = PROGRESS.toMetadata();
        metadata.put("dnet.step", "many");
        SafetensorsWriter.write(path, variables(7, 2), metadata);
        assertCode("checkpoint/format", () -> Checkpoint.load(path));
    }

    private static void assertCode(String code, org.junit.jupiter.api.function.Executable action) {
        assertEquals(code, assertThrows(DnetException.class, action).code());
    }
}
