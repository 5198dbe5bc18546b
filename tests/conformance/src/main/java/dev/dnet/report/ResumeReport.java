package dev.dnet.report;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.checkpoint.Checkpoint;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `tests/report resume`: the residual network of `examples/cifar10` on 500 pictures, once without
/// a break, once stopped inside an epoch, once at the end of one.
@AutoService(ReportTable.class)
public final class ResumeReport implements ReportTable {
    private static final String ZIP = "cifar10-train-20k-jpg.zip";
    private static final int PICTURES = 50;
    private static final int BATCH = 16;
    private static final int EPOCHS = 3;
    private static final int TRIES = 5;
    private static final String LAST = "last.safetensors";

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String summary() {
        return "a ResNet on CIFAR-10 pictures: loss falls, resumed equals uninterrupted bit for bit";
    }

    @Override
    public int print(PrintStream out) throws Exception {
        var data = Repository.here().data("cifar10").resolve(ZIP);
        if (!Files.isRegularFile(data)) {
            out.printf("FALLS SHORT: there is no %s%n", data);
            return 1;
        }
        try (var folder = TemporaryFolder.make()) {
            PictureZip.copy(data, folder.path().resolve(ZIP), PICTURES);
            return new Runs(Repository.here(), folder, out).print();
        }
    }

    /// The runs of one table, each with a folder of its own.
    private record Runs(Repository repository, TemporaryFolder folder, PrintStream out) {

        int print() throws Exception {
            int fallShort = lossFalls();
            fallShort += resumed("stopped inside an epoch", stopInside("inside"), List.of());
            train("after", 1, List.of());
            fallShort +=
                    resumed(
                            "stopped after an epoch, resumed on 1 thread",
                            "after",
                            List.of("--threads", "1"));
            return fallShort;
        }

        private int lossFalls() throws IOException {
            var epochs = train("whole", EPOCHS, List.of());
            double first = epochs.getFirst().loss();
            double last = epochs.getLast().loss();
            out.printf(Locale.ROOT, "loss from %.4f to %.4f, asked to fall%n", first, last);
            return last < first ? 0 : 1;
        }

        /// Ends a run by a signal at about a third of its second epoch; where that hit the end of
        /// an epoch, again.
        private String stopInside(String name) throws Exception {
            for (int i = 0; i < TRIES; i++) {
                var run = Dnetc.start(repository, command(name + i, EPOCHS, List.of()));
                var first = run.nextEpoch().orElseThrow();
                Thread.sleep((long) (first.seconds() * 1000 / (3 * (i + 1) * (i + 1))));
                run.stop();
                if (Checkpoint.load(last(name + i)).progress().index() > 0) {
                    return name + i;
                }
            }
            throw new IllegalStateException(
                    "no signal in " + TRIES + " hit the inside of an epoch");
        }

        private int resumed(String what, String name, List<String> more) throws IOException {
            var stopped = Checkpoint.load(last(name)).progress();
            var options = new ArrayList<>(List.of("--resume", last(name).toString()));
            options.addAll(more);
            train(name, EPOCHS, options);
            var compared = SameBits.of(last("whole"), last(name));
            out.printf(
                    "%s (step %d, epoch %d, example %d): %d of %d tensors differ, asked 0; at the end both at step %d%n",
                    what,
                    stopped.step(),
                    stopped.epoch() + 1,
                    stopped.index(),
                    compared.differences().size(),
                    compared.tensors(),
                    Checkpoint.load(last(name)).progress().step());
            compared.differences().forEach(d -> out.println("  differs: " + d));
            return compared.differences().isEmpty() ? 0 : 1;
        }

        private List<Dnetc.Epoch> train(String name, int epochs, List<String> more)
                throws IOException {
            var heard = new ArrayList<Dnetc.Epoch>();
            Dnetc.run(
                    repository,
                    command(name, epochs, more),
                    epoch -> {
                        heard.add(epoch);
                        tell(name, epoch);
                    });
            return heard;
        }

        private void tell(String name, Dnetc.Epoch epoch) {
            out.printf(
                    Locale.ROOT,
                    "  %-8s epoch %d  %6.1f s  loss %.4f  validation loss %.4f%n",
                    name,
                    epoch.epoch(),
                    epoch.seconds(),
                    epoch.loss(),
                    epoch.validation("loss"));
        }

        private List<String> command(String name, int epochs, List<String> more) {
            var train =
                    List.of(
                            "train",
                            "examples/cifar10",
                            "--data",
                            folder.path().toString(),
                            "--epochs",
                            Integer.toString(epochs),
                            "--batch-size",
                            Integer.toString(BATCH),
                            "--out",
                            folder.inside(name),
                            "--json");
            return Stream.concat(train.stream(), more.stream()).toList();
        }

        private Path last(String name) {
            return folder.path().resolve(name).resolve(LAST);
        }
    }
}
