package dev.dnet.cli;

import dev.dnet.cli.device.KernelCheck;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.train.TrainProgram;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `dnetc train`: compiles a `train` block, runs it, keeps the best and the last checkpoint.
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compiles the train block of a file, or of the one file in a folder that has one,"
                        + " and runs it.")
final class TrainCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();
    @Mixin private Training training = new Training();
    @Mixin private RunLength length = new RunLength();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where checkpoints go (default: runs/NAME)")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--resume", paramLabel = "FILE", description = "a checkpoint to go on from")
    private Optional<Path> resume = Optional.empty();

    @Option(
            names = "--overfit",
            paramLabel = "N",
            description =
                    "train on N examples alone, again and again: a network that cannot learn them"
                            + " by heart has a fault")
    private Optional<Integer> overfit = Optional.empty();

    @Option(names = "--limit", paramLabel = "SECONDS", description = "end after this time")
    private Optional<Double> limit = Optional.empty();

    @Option(
            names = "--log-every",
            paramLabel = "N",
            description = "tell the loss of every Nth step, where no progress bar does")
    private long logEvery;

    @Option(
            names = "--check-device",
            description = "first compare what each kernel writes on the device with the CPU's")
    private boolean checkDevice;

    @Option(names = "--json", description = "print a JSON object for each epoch and one at the end")
    private boolean json;

    /// Refuses what cannot be meant, compiles, trains.
    @Override
    public Integer call() throws IOException {
        requireSense();
        var elsewhere = training.elsewhere(io);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        var began = System.nanoTime();
        var build = training.build(io);
        var run = training.run(build, length.given());
        requireData(build);
        // Compiling takes longer than finding out that a file is missing.
        try (var runData = openData(build, run);
                var pool = training.pool();
                var program = build.load(pool, training.device())) {
            say(
                    "compiled %s in %s"
                            .formatted(
                                    program.name(),
                                    RunLines.seconds(Duration.ofNanos(System.nanoTime() - began))));
            if (checkDevice) {
                checkDevice(build, run, runData);
            }
            run(build, run, program, runData);
        }
        return 0;
    }

    private void checkDevice(TrainBuild build, RunSettings run, RunData runData)
            throws IOException {
        var plan = BatchPlan.inOrder(Math.min(run.batchSize(), runData.train().size()));
        try (var stream = BatchStream.once(runData.train(), build.batchFields(), plan)) {
            var batch = new LinkedHashMap<String, Tensor>();
            var tensors = stream.next().orElseThrow().tensors();
            for (int k = 0; k < tensors.size(); k++) {
                batch.put(build.batchFields().get(k).name(), tensors.get(k));
            }
            int kernels =
                    new KernelCheck(
                                    build.program(),
                                    build.lowered().entries(),
                                    training.device(),
                                    batch,
                                    run.seed())
                            .run();
            say(
                    "checked %d kernels on %s: they write what they do on the CPU"
                            .formatted(kernels, training.device()));
        }
    }

    /// A run that goes on keeps its seed, and so its split.
    private RunData openData(TrainBuild build, RunSettings run) {
        var sources = new DataSources(training.base(build), build.batchFields());
        long chance =
                resume.map(file -> Checkpoint.load(file).progress().seed()).orElse(run.seed());
        var all = RunData.open(build.settings(), sources, run, chance);
        return overfit.map(n -> all.few(n, chance)).orElse(all);
    }

    private void run(TrainBuild build, RunSettings run, TrainProgram program, RunData runData) {
        var order =
                new TrainRun.Order(
                        run, out.orElseGet(() -> folder(build)), resume, time(), logEvery, json);
        new TrainRun(program, runData, order, io.out(), io.arguments())
                .run(build.settings().loads(), training.base(build));
    }

    /// The checkpoints of a whole run stay what they are.
    private Path folder(TrainBuild build) {
        var folder = Path.of("runs", build.program().name());
        return overfit.isPresent() ? folder.resolve("overfit") : folder;
    }

    private Duration time() {
        return limit.map(seconds -> Duration.ofNanos((long) (seconds * 1e9)))
                .orElse(Duration.ofDays(36_500));
    }

    private void requireSense() {
        training.requireSense(io);
        length.requireSense(io);
        io.require(
                !checkDevice || !training.device().isCpu(),
                "--check-device goes with --device: there is nothing to compare the CPU with");
        io.require(overfit.isEmpty() || overfit.get() > 0, "--overfit must be positive");
        io.require(logEvery >= 0, "--log-every must not be negative");
        io.require(
                limit.isEmpty() || limit.get() > 0 && limit.get() < 3e9,
                "--limit must be a positive number of seconds");
        io.require(
                !length.hasSeed() || resume.isEmpty(),
                "--seed does not go with --resume: a run keeps its seed");
    }

    /// A folder that nothing would be read from is a mistake.
    private void requireData(TrainBuild build) {
        if (training.namesData()
                && build.settings().data().stream().noneMatch(DataSources::readsFiles)) {
            throw new DnetException(
                    "cli/unused-data",
                    "--data is given, but all data of %s is drawn"
                            .formatted(build.settings().train()),
                    "a data source that reads files",
                    "leave --data out, or use idx, csv or images in the train block");
        }
    }

    private void say(String line) {
        if (!json) {
            io.out().println(line);
            io.out().flush();
        }
    }
}
