package dev.dnet.runtime.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.SharedData;
import dev.dnet.runtime.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

class SafetensorsTest {
    @TempDir Path folder;

    @Test
    void everyTypeSurvivesTheRoundTrip() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("flag", Tensor.of(new boolean[] {true, false, true}, 3));
        tensors.put("net.w", Tensor.of(new float[] {1, -0f, Float.NaN, 4, 5, 6}, 2, 3));
        tensors.put("d", Tensor.scalar(Math.PI));
        tensors.put("i", Tensor.of(new int[] {1, -2}, 2, 1));
        tensors.put("l", Tensor.of(new long[] {Long.MIN_VALUE}, 1));
        float[] halves = {1, 0.1f, Float.NaN, 1e9f};
        tensors.put("h", Tensor.of(ElementType.F16, halves, 2, 2));
        tensors.put("b", Tensor.of(ElementType.BF16, halves, 4));
        tensors.put("empty", Tensor.of(new float[0], 0, 4));
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put("a \"quoted\" \\ key\n", "ünïcode \u0001 \uD83D\uDE00");
        Path path = folder.resolve("all.safetensors");
        SafetensorsWriter.write(path, tensors, metadata);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertEquals(metadata, file.metadata());
            assertEquals(tensors.size(), file.tensors().size());
            tensors.forEach((name, tensor) -> assertSame(tensor, file.load(name)));
        }
    }

    @Test
    void aLargeTensorIsWrittenInParts() {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.5f;
        }
        Path path = write("big", Tensor.of(values, values.length));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertArrayEquals(values, file.load("big").toFloats());
        }
    }

    @Test
    void dataStartsAtAMultipleOf64AndNothingIsLeftBeside() throws IOException {
        Path path = write("x", Tensor.of(new float[] {1}, 1));
        byte[] bytes = Files.readAllBytes(path);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals(0, (8 + header) % 64);
        assertEquals(bytes.length, 8 + header + 4);
        write("x", Tensor.of(new float[] {2}, 1));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void everyTypeOfAFileIsRead() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort(Float.floatToFloat16(1.5f)).putShort((short) 0xfc00);
        data.putShort((short) (Float.floatToRawIntBits(-2f) >>> 16)).putShort((short) 0x7fc0);
        data.put((byte) 200).put((byte) -3).putShort((short) -1).putInt(-1);
        Path path =
                raw(
                        """
                        {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
                         "b":{"shape":[2],"dtype":"BF16","data_offsets":[4,8]},
                         "u":{"dtype":"U8","shape":[],"data_offsets":[8,9]},
                         "i":{"dtype":"I8","shape":[],"data_offsets":[9,10]},
                         "s":{"dtype":"U16","shape":[],"data_offsets":[10,12]},
                         "w":{"dtype":"U32","shape":[],"data_offsets":[12,16]}}\
                        """,
                        data.array());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertArrayEquals(
                    new float[] {1.5f, Float.NEGATIVE_INFINITY}, file.load("h").toFloats());
            assertArrayEquals(new float[] {-2f, Float.NaN}, file.load("b").toFloats());
            assertEquals(200, file.load("u").getInt());
            assertEquals(-3, file.load("i").getInt());
            assertEquals(65535, file.load("s").getInt());
            assertEquals(4294967295L, file.load("w").getLong());
            assertCode("safetensors/missing-tensor", () -> file.load("nothing"));
        }
    }

    @Test
    void everyCutOfAFileHasAName() throws IOException {
        byte[] whole = Files.readAllBytes(write("x", Tensor.of(new float[] {1, 2, 3}, 3)));
        for (int length = 0; length < whole.length; length++) {
            Path path = folder.resolve("cut.safetensors");
            Files.write(path, Arrays.copyOf(whole, length));
            assertCode("safetensors/truncated", () -> SafetensorsFile.open(path).close());
        }
    }

    @Test
    void wrongFilesHaveNames() throws IOException {
        wrong("safetensors/dtype", entry("F8_E4M3", "[4]", 0, 4), 4);
        wrong("safetensors/size", entry("F32", "[2]", 0, 4), 4);
        wrong("safetensors/size", entry("F32", "[900000000000000000,100]", 0, 4), 4);
        wrong("safetensors/overlap", entry("F32", "[1]", 4, 8), 8);
        wrong("safetensors/overlap", entry("F32", "[1]", 0, 4), 5);
        wrong(
                "safetensors/overlap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                12);
        wrong("safetensors/header", entry("F32", "[-1]", 0, 4), 4);
        wrong("safetensors/header", entry("F32", "[1.0]", 0, 4), 4);
        wrong("safetensors/header", "{\"a\":{}}", 0);
        wrong("safetensors/header", "{\"a\":{\"dtype\":\"F32\",\"more\":1}}", 0);
        wrong("safetensors/header", "{} x", 0);
        wrong("safetensors/header", "{\"__metadata__\":{\"a\":1}}", 0);
        wrong("safetensors/header", "{\"a\\q\":{}}", 0);
        wrong("safetensors/header", "[1, 2]", 0);
        String twice = entry("F32", "[0]", 0, 0);
        String inner = twice.substring(1, twice.length() - 1);
        wrong("safetensors/header", "{" + inner + "," + inner + "}", 0);
    }

    @Test
    void whatIsNoSafetensorsFileHasAName() throws IOException {
        assertCode(
                "safetensors/missing-file",
                () -> SafetensorsFile.open(folder.resolve("none")).close());
        Path text = folder.resolve("text");
        Files.writeString(text, "this is only some text, and rather more than eight bytes");
        assertCode("safetensors/header", () -> SafetensorsFile.open(text).close());
    }

    @Test
    void aFolderThatIsNotThereHasAName() {
        SequencedMap<String, Tensor> none = new LinkedHashMap<>();
        Path path = folder.resolve("no").resolve("x.safetensors");
        assertCode("file/write", () -> SafetensorsWriter.write(path, none, new LinkedHashMap<>()));
    }

    @Test
    void filesOfOthersAreRead() throws IOException {
        Path models = SharedData.require("models");
        try (SafetensorsFile file =
                SafetensorsFile.open(models.resolve("resnet20-cifar10.safetensors"))) {
            assertEquals(97, file.tensors().size());
            Tensor first = file.load("conv1.weight");
            assertEquals("f32[16, 3, 3, 3]", first.typeName());
            assertTrue(file.metadata().containsKey("source"));
            long values = file.tensors().stream().mapToLong(t -> file.load(t).count()).sum();
            assertTrue(values >= 271_098, values + " values");
        }
        try (SafetensorsFile file =
                SafetensorsFile.open(models.resolve("burn-mnist.safetensors"))) {
            assertEquals("i64", file.load("norm1.num_batches_tracked").typeName());
            assertEquals("f32[8]", file.load("conv1.bias").typeName());
        }
    }

    private Path write(String name, Tensor tensor) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(name, tensor);
        Path path = folder.resolve("one.safetensors");
        SafetensorsWriter.write(path, tensors, new LinkedHashMap<>());
        return path;
    }

    private static String entry(String dtype, String shape, long begin, long end) {
        return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}}"
                .formatted(dtype, shape, begin, end);
    }

    private void wrong(String code, String header, int dataBytes) throws IOException {
        Path path = raw(header, new byte[dataBytes]);
        assertCode(code, () -> SafetensorsFile.open(path).close());
    }

    private Path raw(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all =
                ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(text.length).put(text).put(data);
        Path path = folder.resolve("raw.safetensors");
        Files.write(path, all.array());
        return path;
    }

    private static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.typeName(), actual.typeName());
        assertEquals(-1, expected.segment().mismatch(actual.segment()));
        assertEquals(0, actual.segment().address() % 64);
    }

    private static void assertCode(String code, org.junit.jupiter.api.function.Executable action) {
        assertEquals(code, assertThrows(DnetException.class, action).code());
    }
}
