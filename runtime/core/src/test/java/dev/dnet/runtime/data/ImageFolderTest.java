package dev.dnet.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.SharedData;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

class ImageFolderTest {
    private static final ImageFolder.Channels RGB = ImageFolder.Channels.RGB;
    private static final ImageFolder.Channels GREY = ImageFolder.Channels.GREY;

    @TempDir Path folder;

    @BeforeEach
    void paint() throws IOException {
        save("train/dog/a.png", image(BufferedImage.TYPE_INT_RGB, 0xff0000));
        save("train/cat/b.png", image(BufferedImage.TYPE_INT_ARGB, 0xff00ff00));
        save("train/cat/c.png", image(BufferedImage.TYPE_BYTE_GRAY, 0xffffff));
        Files.writeString(folder.resolve("train/cat/notes.txt"), "no picture");
    }

    private static BufferedImage image(int type, int rgb) {
        BufferedImage image = new BufferedImage(4, 2, type);
        for (int i = 0; i < 8; i++) {
            image.setRGB(i % 4, i / 4, rgb);
        }
        return image;
    }

    private void save(String name, BufferedImage image) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.resolve(".."));
        assertTrue(ImageIO.write(image, "png", path.toFile()));
    }

    @Test
    void classesAreTheSortedFolders() {
        try (ImageFolder data = ImageFolder.open(folder, 2, 4, RGB)) {
            assertEquals(List.of("cat", "dog"), data.classes());
            assertEquals("[image: f32[N, 3, 2, 4], label: i32[N]]", data.fields().toString());
            assertEquals(3, data.size());
            assertEquals(1, Examples.read(data, 2).get(1).toInts()[0]);
            float[] dog = Examples.read(data, 2).get(0).toFloats();
            assertEquals(1f, dog[0]);
            assertEquals(0f, dog[8]);
            assertArrayEquals(dog, Examples.read(data, 2).get(0).toFloats());
            float[] cat = Examples.read(data, 0).get(0).toFloats();
            assertEquals(0f, cat[0]);
            assertEquals(1f, cat[8]);
        }
    }

    @Test
    void coloursBecomeGreyAndSizesChange() {
        try (ImageFolder data = ImageFolder.open(folder, 3, 3, GREY)) {
            assertEquals(150 / 255f, Examples.read(data, 0).get(0).toFloats()[4]);
            assertEquals(1f, Examples.read(data, 1).get(0).toFloats()[8]);
        }
    }

    @Test
    void zipFilesAreFolders() throws IOException {
        Path zip = folder.resolve("data.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (String name : List.of("train/dog/a.png", "train/cat/b.png")) {
                entries.putNextEntry(new ZipEntry(name));
                Files.copy(folder.resolve(name), entries);
            }
        }
        try (ImageFolder data = ImageFolder.open(zip, 2, 4, RGB)) {
            assertEquals(List.of("cat", "dog"), data.classes());
            assertEquals(1f, Examples.read(data, 1).get(0).toFloats()[0]);
        }
    }

    @Test
    void badFoldersHaveNames() throws IOException {
        Path none = folder.resolve("none");
        Examples.assertCode("data/missing-file", () -> ImageFolder.open(none, 2, 2, RGB).close());
        Files.createDirectory(none);
        Examples.assertCode("data/empty", () -> ImageFolder.open(none, 2, 2, RGB).close());
        Path text = folder.resolve("text.zip");
        Files.writeString(text, "text");
        Examples.assertCode("data/zip", () -> ImageFolder.open(text, 2, 2, RGB).close());
        save("test/cat/d.png", image(BufferedImage.TYPE_INT_RGB, 0));
        Examples.assertCode(
                "data/image-folders", () -> ImageFolder.open(folder, 2, 2, RGB).close());
    }

    @Test
    void aDamagedPictureHasAName() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("train/dog/a.png"));
        Files.write(folder.resolve("train/dog/a.png"), Arrays.copyOf(whole, whole.length - 25));
        Files.writeString(folder.resolve("train/cat/b.png"), "text");
        try (ImageFolder data = ImageFolder.open(folder, 2, 4, RGB)) {
            assertTrue(
                    Examples.assertCode("data/image", () -> Examples.read(data, 2))
                            .found()
                            .contains("a.png"));
            Examples.assertCode("data/image", () -> Examples.read(data, 0));
        }
    }

    @Test
    void resizingKeepsMeansAndLines() {
        float[] ramp = new float[16 * 16];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 16;
        }
        float[] small = Resize.plane(ramp, 16, 16, 4, 4);
        assertEquals(16, small.length);
        assertEquals(5.5f, small[5], 1e-5f);
        assertEquals(9.5f, small[6], 1e-5f);
        float[] large = Resize.plane(ramp, 16, 16, 32, 32);
        assertEquals(7.75f, large[10 * 32 + 16], 1e-5f);
        assertArrayEquals(ramp, Resize.plane(ramp, 16, 16, 16, 16));
    }

    @Test
    void cifarIsRead() {
        Path zip = SharedData.require("cifar10").resolve("cifar10-test-10k-jpg.zip");
        try (ImageFolder data = ImageFolder.open(zip, 32, 32, RGB)) {
            assertEquals(10_000, data.size());
            assertEquals(10, data.classes().size());
            assertEquals("airplane", data.classes().getFirst());
            assertEquals(9, Examples.read(data, 9_999).get(1).toInts()[0]);
            float[] image = Examples.read(data, 9_999).get(0).toFloats();
            assertEquals(3 * 32 * 32, image.length);
        }
    }
}
