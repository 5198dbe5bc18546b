package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.train.TrainProgram;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE|DIR",
            description = "a .dnet file, or a folder that holds one with a train block")
    private Path project = Path.of("");

    @Option(
            names = "--train",
            paramLabel = "NAME",
            description = "which train block, where there are several")
    private Optional<String> train = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where data files are (default: beside the .dnet file)")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--epochs", paramLabel = "N", description = "epochs in all")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--batch-size", paramLabel = "N", description = "examples in a step")
    private Optional<Integer> batchSize = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "what all chance follows from")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of `run { … }`, such as validation=0.1")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where checkpoints go (default: runs/NAME)")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--resume", paramLabel = "FILE", description = "a checkpoint to go on from")
    private Optional<Path> resume = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads (default: one for each processor)")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--limit", paramLabel = "SECONDS", description = "end after this time")
    private Optional<Double> limit = Optional.empty();

    @Option(names = "--json", description = "print a JSON object for each epoch and one at the end")
    private boolean json;

    /// Refuses what cannot be meant, compiles, trains.
    @Override
    public Integer call() {
        requireSense();
        var began = System.nanoTime();
        var diagnostics = new Diagnostics();
        var build = TrainBuild.of(ProjectFile.training(project), train, diagnostics);
        err().print(new TextRenderer(Terminal.colours()).render(diagnostics.sorted()));
        var run = RunSettings.of(build.settings().run(), given());
        requireData(build);
        // Compiling takes longer than finding out that a file is missing.
        try (var runData = openData(build, run);
                var pool = new WorkPool(threads.orElseGet(WorkPool::defaultThreads));
                var program = build.load(pool)) {
            say(
                    "compiled %s in %s"
                            .formatted(
                                    program.name(),
                                    RunLines.seconds(Duration.ofNanos(System.nanoTime() - began))));
            run(build, run, program, runData);
        }
        return 0;
    }

    /// A run that goes on keeps its seed, and so its split.
    private RunData openData(TrainBuild build, RunSettings run) {
        var sources = new DataSources(base(build), build.batchFields());
        long chance =
                resume.map(file -> Checkpoint.load(file).progress().seed()).orElse(run.seed());
        return RunData.open(build.settings(), sources, run.validation(), chance);
    }

    private void run(TrainBuild build, RunSettings run, TrainProgram program, RunData runData) {
        var order =
                new TrainRun.Order(
                        run,
                        out.orElse(Path.of("runs", build.program().name())),
                        resume,
                        time(),
                        json);
        var arguments = spec.root().commandLine().getParseResult().originalArgs();
        new TrainRun(program, runData, order, spec.commandLine().getOut(), arguments)
                .run(build.settings().loads(), base(build));
    }

    private Path base(TrainBuild build) {
        return data.orElse(build.file().folder());
    }

    private Map<String, String> given() {
        var given = new LinkedHashMap<>(settings);
        epochs.ifPresent(n -> given.put("epochs", n.toString()));
        batchSize.ifPresent(n -> given.put("batch_size", n.toString()));
        seed.ifPresent(n -> given.put("seed", n.toString()));
        return given;
    }

    private Duration time() {
        return limit.map(seconds -> Duration.ofNanos((long) (seconds * 1e9)))
                .orElse(Duration.ofDays(36_500));
    }

    private void requireSense() {
        require(epochs.isEmpty() || epochs.get() > 0, "--epochs must be positive");
        require(batchSize.isEmpty() || batchSize.get() > 0, "--batch-size must be positive");
        require(threads.isEmpty() || threads.get() > 0, "--threads must be positive");
        require(
                limit.isEmpty() || limit.get() > 0 && limit.get() < 3e9,
                "--limit must be a positive number of seconds");
        require(
                seed.isEmpty() || resume.isEmpty(),
                "--seed does not go with --resume: a run keeps its seed");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    /// A folder that nothing would be read from is a mistake.
    private void requireData(TrainBuild build) {
        if (data.isPresent()
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
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
