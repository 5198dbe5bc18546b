package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.train.TrainProgram;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The arguments of commands that use what `train` left: a program, a checkpoint of it, and its
/// data.
@Command
final class Trained {
    @Parameters(
            index = "0",
            paramLabel = "FILE|DIR",
            description = "a .dnet file, or a folder that holds one with a train block")
    private Path project = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "CHECKPOINT",
            description = "such as runs/NAME/best.safetensors")
    private Path checkpoint = Path.of("");

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

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of `run { … }`, such as validation=0.1")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads (default: one for each processor)")
    private Optional<Integer> threads = Optional.empty();

    /// A program with the checkpoint's numbers in its variables.
    record Loaded(
            TrainBuild build,
            TrainProgram program,
            Checkpoint checkpoint,
            RunSettings run,
            Path base) {

        /// A part of the data, as the run saw it.
        DataSet part(String name) {
            var sources = new DataSources(base, program.batchFields());
            if (name.equals("test")) {
                return sources.open(build.settings().data(name).orElseThrow(() -> missing(name)));
            }
            var all =
                    RunData.open(
                            build.settings(),
                            sources,
                            run.validation(),
                            checkpoint.progress().seed());
            if (name.equals("validation") && !all.heldOut()) {
                throw missing(name);
            }
            return name.equals("train") ? all.train() : all.validation();
        }

        /// The part that judges best: test, else validation, else train.
        String bestPart() {
            if (build.settings().data("test").isPresent()) {
                return "test";
            }
            return run.validation() > 0 || build.settings().data("validation").isPresent()
                    ? "validation"
                    : "train";
        }

        private DnetException missing(String name) {
            return new DnetException(
                    "data/missing-part",
                    "%s has no %s data".formatted(program.name(), name),
                    "`data %s = …` in the train block".formatted(name),
                    "choose another part");
        }
    }

    /// Compiles, loads, uses, closes.
    int use(Io io, ToIntFunction<Loaded> use) {
        io.require(threads.isEmpty() || threads.get() > 0, "--threads must be positive");
        var diagnostics = new Diagnostics();
        var numbers = Checkpoint.load(checkpoint);
        var build = TrainBuild.of(ProjectFile.training(project), train, diagnostics);
        io.show(diagnostics);
        var run = RunSettings.of(build.settings().run(), settings);
        try (var pool = new WorkPool(threads.orElseGet(WorkPool::defaultThreads));
                var program = build.load(pool)) {
            numbers.restoreWeights(program.variables());
            return use.applyAsInt(
                    new Loaded(build, program, numbers, run, data.orElse(build.file().folder())));
        }
    }
}
