package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class TrainCommandTest {
    private static final String TINY =
            """
            package tiny

            use nn.{Linear, flatten}
            use loss.{cross_entropy, accuracy}
            use optim.SGD

            model Net() {
                let only = Linear(in: 784, out: 10)
                fn (x: f32[N, 1, 28, 28]) -> f32[N, 10] = x |> flatten |> only
            }

            train Tiny {
                let net = Net()
                data = digits(count: 256, seed: 7)
                data validation = digits(count: 64, seed: 8)
                batch (image: f32[N, 1, 28, 28], label: i32[N])
                loss = cross_entropy(net(image), label)
                update = SGD(lr: 0.05)
                metric accuracy = accuracy(net(image), label)
                run { epochs = 1; batch_size = 32; seed = 1 }
            }
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void trainsAndGoesOn() throws IOException {
        var first = dnetc(TINY);
        assertEquals(0, first.code(), first.err());
        assertTrue(first.out().contains("epoch 1/1"), first.out());
        assertTrue(first.out().lines().toList().getLast().contains("best checkpoint"), first.out());
        var last = folder.resolve("run/last.safetensors").toString();
        var second = dnetc(TINY, "--epochs", "2", "--resume", last, "--json");
        assertEquals(0, second.code(), second.err());
        assertTrue(
                second.out().contains("\"event\":\"done\",\"epoch\":2,\"step\":16"), second.out());
        askWhatWasTrained(folder.resolve("run/best.safetensors").toString());
    }

    @Test
    void stepsShowTheLossOfEach() throws IOException {
        var text =
                """
                package tiny

                use nn.Linear
                use optim.SGD

                train Tiny {
                    let a = Linear(in: 2, out: 2)
                    let b = Linear(in: 2, out: 1)
                    data = moons(count: 64, noise: 0)
                    batch (point: f32[N, 2])
                    step a { loss = mean(b(a(point)) ** 2); update = SGD(lr: 1e-2) }
                    step b { loss = mean((b(a(point)) - 1) ** 2); update = SGD(lr: 1e-2) }
                    run { batch_size = 32; accumulate = 2 }
                }
                """;
        var json = dnetc(text, "--json", "--log-every", "1");
        assertEquals(0, json.code(), json.err());
        var step = json.out().lines().filter(l -> l.contains("\"step\"")).toList().getFirst();
        assertTrue(step.matches(".*\"loss\":[^,]+,\"a.loss\":[^,]+,\"b.loss\":.*"), step);
        var plain = dnetc(text, "--log-every", "1");
        var first = plain.out().lines().filter(l -> l.startsWith("epoch")).toList().getFirst();
        assertTrue(first.matches("epoch 1/1 .* loss [^,]+, a.loss [^,]+, b.loss .*"), first);
        var last = plain.out().lines().toList().getLast();
        assertTrue(last.contains(", a.loss "), last);
        assertTrue(last.contains("(best loss "), last);
        var wrong = dnetc(text.replace("noise: 0", "noise: -1"));
        assertTrue(wrong.err().contains("a standard deviation: 0 or more"), wrong.err());
    }

    @Test
    void sizesComeFromTheData() throws IOException {
        Files.writeString(folder.resolve("two.csv"), "a,b,c\n1,2,3\n2,3,5\n3,4,7\n");
        var text =
                """
                package tiny

                use optim.SGD

                model Scale() {
                    param w: f32[] ~ one
                    fn (x: f32[N, T]) -> f32[N] = w * sum(x, axis: 1)
                }
                init one -> E[..S] = 1

                train Tiny {
                    let net = Scale()
                    data = csv("two.csv", x: ["a", "b"], y: "c")
                    batch (x: f32[N, T], y: f32[N])
                    loss = mean((net(x) - y) ** 2)
                    update = SGD(lr: 1e-2)
                    run { batch_size = 2 }
                }
                """;
        var ran = dnetc(text);
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().contains("epoch 1/1  loss 0.0000"), ran.out());
        var wide = dnetc(text.replace("[\"a\", \"b\"]", "[\"a\", \"b\", \"a\"]"));
        assertEquals(0, wide.code(), wide.err());
        assertFalse(wide.out().contains("loss 0.0000"), wide.out());
    }

    @Test
    void aRunThatALimitEndsAtOnceLeavesTheCheckpointThatItNames() throws IOException {
        var ran = dnetc(TINY, "--limit", "1e-9");
        assertEquals(0, ran.code(), ran.err());
        var last = folder.resolve("run/last.safetensors");
        assertTrue(ran.out().contains("last checkpoint " + last), ran.out());
        assertTrue(Files.exists(last));
    }

    @Test
    void anUnknownDataSourceIsShownWhereItStands() throws IOException {
        var ran = dnetc(TINY.replace("digits(count: 256, seed: 7)", "mnist()"));
        assertAll(
                () -> assertEquals(1, ran.code()),
                () -> assertTrue(ran.err().contains("error[data/unknown-source]"), ran.err()),
                () -> assertTrue(ran.err().contains("tiny.dnet:14:12"), ran.err()),
                () -> assertFalse(ran.err().contains("\tat "), ran.err()));
    }

    @Test
    void anErrorInTheProgramIsADiagnostic() throws IOException {
        var ran = dnetc(TINY.replace("in: 784", "in: 783"));
        assertAll(
                () -> assertEquals(1, ran.code()),
                () -> assertTrue(ran.err().startsWith("error["), ran.err()),
                () -> assertFalse(ran.err().contains("\tat "), ran.err()));
    }

    @Test
    void aFolderWithoutSourcesIsAnError() {
        var ran = Ran.dnetc("train", folder.toString());
        assertEquals(1, ran.code());
        assertTrue(ran.err().startsWith("error[cli/no-source]"), ran.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--epochs,0",
        "--epochs,many",
        "--batch-size,-1",
        "--limit,0",
        "--threads,0",
        "--threads,100000",
        "--wrong,1"
    })
    void misuseIsToldApartFromErrors(String option, String value) throws IOException {
        var ran = dnetc(TINY, option, value);
        assertEquals(2, ran.code(), ran.err());
        assertTrue(ran.err().contains("Usage: dnetc train"), ran.err());
    }

    @Test
    void aDeviceTakesNoThreads() throws IOException {
        var ran = dnetc(TINY, "--device", "opencl:0", "--threads", "2");
        assertEquals(2, ran.code(), ran.err());
        assertTrue(ran.err().startsWith("--threads does not go with --device"), ran.err());
    }

    @ParameterizedTest
    @CsvSource({
        "momentum=1,settings/value",
        "shuffle=yes,settings/value",
        "batch_size=0,settings/value",
        "save_every=-1,settings/value",
        "validation=2,settings/value"
    })
    void settingsAreChecked(String setting, String error) throws IOException {
        var ran = dnetc(TINY, "--set", setting);
        assertEquals(1, ran.code());
        assertTrue(ran.err().startsWith("error[" + error + "]"), ran.err());
    }

    private void askWhatWasTrained(String checkpoint) {
        var file = folder.resolve("tiny.dnet").toString();
        var eval = Ran.dnetc("eval", file, checkpoint);
        assertEquals(0, eval.code(), eval.err());
        assertTrue(eval.out().startsWith("validation, 64 examples: loss "), eval.out());
        var predict = Ran.dnetc("predict", file, checkpoint, "--index", "3", "--json");
        assertEquals(0, predict.code(), predict.err());
        assertTrue(predict.out().contains("\"probabilities\""), predict.out());
        var wrong = Ran.dnetc("predict", file, checkpoint, "--values", "1,2,3");
        assertEquals(1, wrong.code());
        assertTrue(wrong.err().startsWith("error[cli/input]"), wrong.err());
    }

    private Ran dnetc(String text, String... options) throws IOException {
        var file = Files.writeString(folder.resolve("tiny.dnet"), text);
        var arguments =
                new ArrayList<>(
                        List.of(
                                "train",
                                file.toString(),
                                "--out",
                                folder.resolve("run").toString()));
        arguments.addAll(List.of(options));
        return Ran.dnetc(arguments.toArray(String[]::new));
    }
}
