package dev.dnet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.report.PictureZip;
import dev.dnet.report.Repository;
import dev.dnet.report.SameBits;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.DigitsDataSet;
import dev.dnet.runtime.data.ImageFolder;
import dev.dnet.runtime.data.MoonsDataSet;
import dev.dnet.runtime.train.Limits;
import dev.dnet.runtime.train.StopFlag;
import dev.dnet.runtime.train.TrainListener;
import dev.dnet.runtime.train.TrainOptions;
import dev.dnet.runtime.train.TrainResult;
import dev.dnet.runtime.train.Trainer;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Training that is stopped and resumed equals training without a break, bit for bit: parameters,
/// running means, slots, the average, and where the run stands.
final class ResumeTest {
    private static final int BATCH = 8;
    private static final int EPOCHS = 3;
    private static final String ZIP = "cifar10-train-20k-jpg.zip";

    private static final String DIGITS =
            """
            package drawn

            use nn.{BatchNorm, Conv2d, Dropout, Linear, relu, max_pool2d, flatten}
            use loss.{cross_entropy, accuracy}
            use optim.{Adam, Momentum}
            use schedule.{cosine, warm_up}

            model Net() {
                let conv = Conv2d(in: 1, out: 2, kernel: 5, stride: 2)
                let norm = BatchNorm(2)
                let drop = Dropout(rate: 0.25)
                let head = Linear(in: 2 * 6 * 6, out: 10)
                fn (x: f32[N, 1, 28, 28]) -> f32[N, 10] =
                    x |> conv |> norm |> relu |> max_pool2d(2) |> flatten |> drop |> head
            }

            train Drawn {
                let net = Net()
                batch (image: f32[N, 1, 28, 28], label: i32[N])
                loss = cross_entropy(net(image), label)
                update = {
                    "head.**": Adam(lr: warm_up(steps: 4, then: cosine(from: 1e-2, steps: 20)))
                    "**": Momentum(lr: 1e-2)
                }
                average slow = net decay 0.9
                metric accuracy = accuracy(slow(image), label)
            }
            """;

    /// Two players, and an update for every second batch.
    private static final String PLAYERS =
            """
            package players

            use nn.{BatchNorm, Dropout, Linear, relu}
            use loss.{binary_cross_entropy}
            use optim.{Adam, Momentum, clip_norm}
            use schedule.cosine

            model Net(in: int, out: int) {
                let first = Linear(in: in, out: 8)
                let norm = BatchNorm(8)
                let drop = Dropout(rate: 0.25)
                let head = Linear(in: 8, out: out)
                fn (x: f32[N, in]) -> f32[N, out] = x |> first |> norm |> relu |> drop |> head
            }

            train Players {
                let g = Net(in: 3, out: 2)
                let d = Net(in: 2, out: 1)
                batch (point: f32[N, 2])
                let fake = g(f32[N, 3] ~ normal)
                step d {
                    loss = binary_cross_entropy(d(point), 1) + binary_cross_entropy(d(fake), 0)
                    update = clip_norm(1.0, Adam(lr: cosine(from: 1e-2, steps: 7)))
                }
                step g, d {
                    loss = binary_cross_entropy(d(fake), 1)
                    update = { "g.first.*": Momentum(lr: 1e-2), "g.**": Adam(lr: 1e-2), "d.**": frozen }
                }
                average slow = g decay 0.9
                metric spread = mean(abs(slow(f32[N, 3] ~ normal)))
                run { accumulate = 2 }
            }
            """;

    private static final String CIFAR =
            """
            package small

            use cifar10.{ResNet, mirrored}
            use loss.{cross_entropy, accuracy}
            use optim.Nesterov
            use schedule.cosine

            train Small {
                let net = ResNet(width: 4)
                batch (image: f32[N, 3, 32, 32], label: i32[N])
                loss = cross_entropy(net(mirrored(image)), label)
                update = Nesterov(lr: cosine(from: 0.02, steps: 30))
                metric accuracy = accuracy(net(image), label)
            }
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void onDrawnDigits() throws Exception {
        var training = CompiledTraining.of(DIGITS, folder);
        // An epoch has five steps, the last one with four examples.
        requireSameBits(training, new DigitsDataSet(36, 7), List.of(2, 5, 8, 14));
    }

    @Test
    void twoPlayersThatAccumulate() throws Exception {
        var training = CompiledTraining.of(PLAYERS, folder);
        // Stops before and after an update, inside an epoch and at its end.
        requireSameBits(training, new MoonsDataSet(36, 7, 0.05), List.of(3, 4, 5, 14));
    }

    @Test
    void aResidualNetworkOnCifar() throws Exception {
        var data = Repository.here().data("cifar10").resolve(ZIP);
        if (!Files.isRegularFile(data)) {
            Assumptions.abort("there is no " + data + " (DNET_DATA says where data lies)");
        }
        var some = folder.resolve("some.zip");
        PictureZip.copy(data, some, 4);
        var training = CompiledTraining.of(CIFAR, Repository.here().path("examples/cifar10"));
        try (var pictures = ImageFolder.open(some, 32, 32, ImageFolder.Channels.RGB)) {
            assertEquals(40, pictures.size());
            requireSameBits(training, pictures, List.of(5, 8));
        }
    }

    private void requireSameBits(CompiledTraining training, DataSet data, List<Integer> stops)
            throws ReflectiveOperationException, IOException {
        var whole = folder.resolve("whole");
        run(training, data, whole, Optional.empty(), Long.MAX_VALUE);
        for (int stop : stops) {
            var parts = Files.createDirectory(folder.resolve("stopped" + stop));
            var first = run(training, data, parts, Optional.empty(), stop);
            assertTrue(first.stopped());
            assertEquals(stop, first.progress().step());
            run(training, data, parts, Optional.of(first.last()), Long.MAX_VALUE);
            for (var file : List.of("last.safetensors", "best.safetensors")) {
                var compared = SameBits.of(whole.resolve(file), parts.resolve(file));
                assertEquals(List.of(), compared.differences(), "stopped at step " + stop);
                assertTrue(compared.tensors() > 10, compared.toString());
            }
        }
    }

    /// A run by a program of its own, on one thread or two.
    private static TrainResult run(
            CompiledTraining training, DataSet data, Path out, Optional<Path> resume, long stopAt)
            throws ReflectiveOperationException {
        var options = TrainOptions.of(BATCH, 3, Limits.epochs(EPOCHS), out);
        var stop = new StopFlag();
        var listener =
                new TrainListener() {
                    @Override
                    public void step(StepReport report) {
                        if (report.step() == stopAt) {
                            stop.raise();
                        }
                    }
                };
        try (var pool = new WorkPool(resume.isPresent() ? 2 : 1);
                var program = training.make(pool)) {
            var going = resume.map(options::resuming).orElse(options);
            return new Trainer(program, data, data, going, listener, stop).run();
        }
    }
}
