package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.safetensors.SafetensorsFile;
import dev.dnet.runtime.safetensors.SafetensorsWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;

/// `load net from "file" { … }`, seen in the checkpoint of a run that learns nothing.
final class WeightLoadTest {
    private static final String NET =
            """
            package load

            use nn.{Linear, relu}
            use optim.{SGD}

            model Net {
                let blocks = [Linear(2, 2) for i in 0..2]
                let head = Linear(2, 1)
                fn (x: f32[N, 2]) -> f32[N, 1] = head(fold b in blocks, h = x => relu(b(h)))
            }

            train Fit {
                let net = Net()
                data = csv("data.csv", x: ["a", "b"], y: "c")
                batch (x: f32[N, 2], y: f32[N])
                load net from "weights.safetensors" {
                    RULES
                }
                loss = mean(net(x)) + 0 * mean(y)
                update = SGD(0)
                run { seed = 3 }
            }
            """;

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void makeData() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "a,b,c\n1,2,3\n4,5,6\n");
    }

    private static float[] numbers(int from, int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    /// What somebody else calls the blocks, and a head of another size if asked.
    private void weights(String prefix, int rows) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int k = 0; k < 2; k++) {
            tensors.put(prefix + k + ".w", Tensor.of(numbers(10 * k, 4), 2, 2));
            tensors.put(prefix + k + ".b", Tensor.of(numbers(100 * k, 2), 2));
        }
        if (rows > 0) {
            tensors.put("head.w", Tensor.of(numbers(7, 2 * rows), rows, 2));
            tensors.put("head.b", Tensor.of(numbers(9, rows), rows));
        }
        SafetensorsWriter.write(
                folder.resolve("weights.safetensors"), tensors, new LinkedHashMap<>());
    }

    private Ran train(String rules, String run, String... more) throws IOException {
        var file = folder.resolve("load.dnet");
        Files.writeString(file, NET.replace("RULES", rules));
        var arguments = new String[4 + more.length];
        arguments[0] = "train";
        arguments[1] = file.toString();
        arguments[2] = "--out";
        arguments[3] = folder.resolve(run).toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Ran.dnetc(arguments);
    }

    private float[] saved(String run, String path) {
        try (var file = SafetensorsFile.open(folder.resolve(run + "/last.safetensors"))) {
            return file.load(path).toFloats();
        }
    }

    @Test
    void namesAreTranslatedAndAllIsRead() throws IOException {
        weights("layer.", 1);
        var ran = train("\"layer.{i}.*\" => \"blocks.{i}.*\"", "all");
        assertEquals(0, ran.code(), ran.err());
        assertArrayEquals(numbers(0, 4), saved("all", "net.blocks.0.w"));
        assertArrayEquals(numbers(10, 4), saved("all", "net.blocks.1.w"));
        assertArrayEquals(numbers(100, 2), saved("all", "net.blocks.1.b"));
        assertArrayEquals(numbers(7, 2), saved("all", "net.head.w"));
    }

    @Test
    void whatIsSkippedBeginsAsDrawn() throws IOException {
        weights("blocks.", 0);
        var ran = train("skip \"head.**\"", "part");
        assertEquals(0, ran.code(), ran.err());
        assertArrayEquals(numbers(10, 4), saved("part", "net.blocks.1.w"));
        var drawn = saved("part", "net.head.w");
        assertFalse(Arrays.equals(new float[2], drawn), Arrays.toString(drawn));
        assertArrayEquals(new float[1], saved("part", "net.head.b"));
    }

    @Test
    void nothingIsReadWhereSomethingDoesNotFit() throws IOException {
        weights("blocks.", 3);
        var ran = train("skip \"nothing\"", "wrong");
        assertEquals(1, ran.code());
        assertTrue(ran.err().startsWith("error[load/shape]: `net.head.w` is f32[3, 2]"), ran.err());
        assertFalse(Files.exists(folder.resolve("wrong")));
    }

    @Test
    void aRunThatGoesOnReadsItsCheckpointInstead() throws IOException {
        weights("blocks.", 1);
        assertEquals(0, train("skip \"nothing\"", "first").code());
        weights("blocks.", 0);
        var last = folder.resolve("first/last.safetensors").toString();
        var ran = train("skip \"nothing\"", "second", "--resume", last, "--epochs", "2");
        assertEquals(0, ran.code(), ran.err());
        assertArrayEquals(numbers(7, 2), saved("second", "net.head.w"));
    }
}
