package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

/// `train`, `eval` and `predict` on data that lies in files.
final class DataCommandsTest {
    private static final String TABLE =
            """
            package points
            use nn.Linear
            use loss.{cross_entropy, accuracy}
            use optim.SGD

            train Points {
                let net = Linear(in: 2, out: 2)
                data = csv("points.csv", x: ["east", "north"], label: "side")
                batch (x: f32[N, 2], label: i32[N])
                loss = cross_entropy(net(x), label)
                update = SGD(lr: 0.5)
                metric accuracy = accuracy(net(x), label)
                run { epochs = 4; batch_size = 8; seed = 1; validation = 0.25 }
            }
            """;

    private static final String PICTURES =
            """
            package pictures
            use nn.{Linear, flatten}
            use loss.{cross_entropy, accuracy}
            use optim.SGD

            model Net() {
                let only = Linear(in: 3 * 4 * 4, out: 2)
                fn (x: f32[N, 3, 4, 4]) -> f32[N, 2] = x |> flatten |> only
            }

            train Pictures {
                let net = Net()
                data = images("pictures")
                batch (picture: f32[N, 3, 4, 4], kind: i32[N])
                loss = cross_entropy(net(picture), kind)
                update = SGD(lr: 0.5)
                metric accuracy = accuracy(net(picture), kind)
                run { epochs = 6; batch_size = 4; seed = 1 }
            }
            """;

    private static final String LETTERS =
            """
            package letters
            use nn.Embedding
            use language.token_loss
            use optim.SGD

            train Letters {
                let net = Embedding(3, 3)
                data = text("letters.txt", length: 4, unit: "characters", vocabulary: 3, to: 0.75)
                data validation = text("letters.txt", length: 4, unit: "characters", vocabulary: 3, from: 0.75)
                batch (tokens: i32[N, T])
                let scores = net(tokens[:, :-1])
                loss = token_loss(scores, tokens[:, 1:])
                update = SGD(lr: 5)
                metric accuracy = mean(f32(argmax(scores, axis: 2) == tokens[:, 1:]))
                run { epochs = 6; batch_size = 4; seed = 1 }
            }
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void aTableOfNumbers() throws IOException {
        var rows = new ArrayList<>(List.of("east,north,side"));
        IntStream.range(0, 64)
                .forEach(i -> rows.add("%d,%d,%s".formatted(i % 9 - 4, i % 5, side(i % 9 - 4))));
        Files.write(Files.createDirectory(folder.resolve("data")).resolve("points.csv"), rows);
        trainsAndGoesOn(TABLE, "points");
        var predict = ofTrained("predict", "points", "--values", "3,1");
        assertTrue(predict.out().lines().findFirst().orElse("").endsWith("right"), predict.out());
        var index = ofTrained("predict", "points", "--index", "0", "--part", "train", "--json");
        assertTrue(index.out().contains("\"label\""), index.out());
    }

    @Test
    void aFolderOfPictures() throws IOException {
        for (int i = 0; i < 8; i++) {
            picture("data/pictures/dark/" + i + ".png", new Color(10 * i, 0, 5 * i));
            picture("data/pictures/light/" + i + ".png", new Color(255 - 10 * i, 255, 200));
        }
        picture("seen.png", Color.WHITE);
        trainsAndGoesOn(PICTURES, "pictures");
        var seen = folder.resolve("seen.png").toString();
        var predict = ofTrained("predict", "pictures", "--picture", seen);
        assertTrue(predict.out().lines().findFirst().orElse("").endsWith("light"), predict.out());
        var without =
                Ran.dnetc(
                        "predict",
                        folder.resolve("pictures.dnet").toString(),
                        folder.resolve("run/best.safetensors").toString(),
                        "--picture",
                        seen);
        assertAll(
                () -> assertEquals(0, without.code(), without.err()),
                () -> assertTrue(without.err().contains("classes have no names"), without.err()));
    }

    @Test
    void aTextByItsCharacters() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/letters.txt"), "abc".repeat(40));
        trainsAndGoesOn(LETTERS, "letters");
        var predict = ofTrained("predict", "letters", "--values", "0");
        assertTrue(predict.out().lines().findFirst().orElse("").endsWith("  b"), predict.out());
    }

    @Test
    void missingDataIsSaidBeforeAnythingIsCompiled() throws IOException {
        var file = Files.writeString(folder.resolve("points.dnet"), TABLE);
        var ran = Ran.dnetc("train", file.toString(), "--data", folder.toString());
        assertAll(
                () -> assertEquals(1, ran.code()),
                () -> assertEquals("", ran.out()),
                () -> assertTrue(ran.err().startsWith("error[data/missing-file]"), ran.err()),
                () -> assertTrue(ran.err().contains("points.dnet:8:12"), ran.err()),
                () -> assertTrue(ran.err().contains("`--data DIR` says where"), ran.err()));
    }

    private void trainsAndGoesOn(String text, String name) throws IOException {
        var file = Files.writeString(folder.resolve(name + ".dnet"), text).toString();
        var out = folder.resolve("run").toString();
        var data = folder.resolve("data").toString();
        var first = Ran.dnetc("train", file, "--data", data, "--out", out, "--epochs", "2");
        assertEquals(0, first.code(), first.err());
        var last = folder.resolve("run/last.safetensors").toString();
        var second =
                Ran.dnetc("train", file, "--data", data, "--out", out, "--resume", last, "--json");
        assertEquals(0, second.code(), second.err());
        assertTrue(second.out().startsWith("{\"event\":\"epoch\",\"epoch\":3,"), second.out());
        var eval = ofTrained("eval", name);
        assertTrue(eval.out().contains("accuracy 1.0000"), eval.out());
    }

    private Ran ofTrained(String command, String name, String... options) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                command,
                                folder.resolve(name + ".dnet").toString(),
                                folder.resolve("run/best.safetensors").toString(),
                                "--data",
                                folder.resolve("data").toString()));
        arguments.addAll(List.of(options));
        var ran = Ran.dnetc(arguments.toArray(String[]::new));
        assertEquals(0, ran.code(), ran.err());
        return ran;
    }

    private static String side(int east) {
        return east > 0 ? "right" : "left";
    }

    private void picture(String name, Color colour) throws IOException {
        var image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, colour.getRGB());
        }
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
