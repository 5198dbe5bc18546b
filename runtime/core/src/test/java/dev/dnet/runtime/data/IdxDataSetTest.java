package dev.dnet.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.SharedData;
import dev.dnet.runtime.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

class IdxDataSetTest {
    @TempDir Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        Path path = folder.resolve(name);
        Files.write(path, bytes);
        return path;
    }

    private static byte[] idx(int magic, int[] shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length).putInt(magic);
        for (int size : shape) {
            bytes.putInt(size);
        }
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static final byte[] IMAGES = idx(0x803, new int[] {2, 1, 3}, 0, 51, 255, 255, 102, 0);
    private static final byte[] LABELS = idx(0x801, new int[] {2}, 7, 3);

    @Test
    void plainAndPackedFilesAreRead() throws IOException {
        Path images = file("train-images-idx3-ubyte.gz", packed(IMAGES));
        Path labels = file("train-labels-idx1-ubyte", LABELS);
        for (DataSet data : List.of(IdxDataSet.open(images, labels), IdxDataSet.train(folder))) {
            assertEquals(2, data.size());
            assertEquals("[image: f32[N, 1, 1, 3], label: i32[N]]", data.fields().toString());
            List<Tensor> second = Examples.read(data, 1);
            assertArrayEquals(new float[] {1f, 102 / 255f, 0f}, second.get(0).toFloats());
            assertArrayEquals(new int[] {3}, second.get(1).toInts());
            assertEquals(8, data.classes().size());
        }
        Examples.assertCode("data/missing-file", () -> IdxDataSet.test(folder));
    }

    @Test
    void badFilesHaveNames() throws IOException {
        Path labels = file("labels", LABELS);
        for (int length = 0; length < IMAGES.length; length++) {
            Path cut = file("cut", Arrays.copyOf(IMAGES, length));
            Examples.assertCode("data/truncated", () -> IdxDataSet.open(cut, labels));
        }
        byte[] gzip = packed(IMAGES);
        Path cut = file("cut.gz", Arrays.copyOf(gzip, gzip.length - 9));
        Examples.assertCode("data/truncated", () -> IdxDataSet.open(cut, labels));
        Path floats = file("floats", idx(0xd03, new int[] {2, 1, 3}, 1, 2, 3, 4, 5, 6));
        Examples.assertCode("data/idx-header", () -> IdxDataSet.open(floats, labels));
        Path images = file("images", IMAGES);
        Path three = file("three", idx(0x801, new int[] {3}, 1, 2, 3));
        Examples.assertCode("data/count", () -> IdxDataSet.open(images, three));
        Path huge = file("huge", idx(0x803, new int[] {1 << 30, 1 << 30, 16}, 1));
        Examples.assertCode("data/truncated", () -> IdxDataSet.open(huge, labels));
    }

    @Test
    void mnistIsRead() {
        DataSet test = IdxDataSet.test(SharedData.require("mnist"));
        assertEquals(10_000, test.size());
        assertEquals("[image: f32[N, 1, 28, 28], label: i32[N]]", test.fields().toString());
        assertEquals(7, Examples.read(test, 0).get(1).toInts()[0]);
        double sum = 0;
        for (float value : Examples.read(test, 0).get(0).toFloats()) {
            sum += value;
        }
        assertTrue(sum > 50 && sum < 150, "ink " + sum);
    }
}
