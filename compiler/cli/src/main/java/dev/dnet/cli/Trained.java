package dev.dnet.cli;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.train.TrainProgram;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The arguments of commands that use what `train` left: a program, a checkpoint of it, and its
/// data.
@Command
final class Trained {
    @Mixin private Training training = new Training();

    @Parameters(
            index = "1",
            paramLabel = "CHECKPOINT",
            description = "such as runs/NAME/best.safetensors")
    private Path checkpoint = Path.of("");

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
            var named = build.settings().data(name);
            if (name.equals("test") && named.isPresent()) {
                return sources.open(named.get());
            }
            var all = RunData.open(build.settings(), sources, run, checkpoint.progress().seed());
            if (name.equals("test")) {
                return all.test().orElseThrow(() -> missing(name));
            }
            if (name.equals("validation") && !all.heldOut()) {
                throw missing(name);
            }
            return name.equals("train") ? all.train() : all.validation();
        }

        /// The part that judges best: test, else validation, else train.
        String bestPart() {
            if (run.test() > 0 || build.settings().data("test").isPresent()) {
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
                    "`data %s = …` in the train block, or `%s = 0.1` in its `run { … }`"
                            .formatted(name, name),
                    "choose another part");
        }
    }

    /// Refuses what is no part of the data.
    static void requirePart(Io io, Optional<String> part) {
        io.require(
                part.isEmpty() || part.get().matches("train|validation|test"),
                "--part is train, validation or test");
    }

    /// Compiles, loads, uses, closes.
    int use(Io io, ToIntFunction<Loaded> use) throws IOException {
        training.requireSense(io);
        var elsewhere = training.elsewhere(io);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        var numbers = Checkpoint.load(checkpoint);
        var build = training.build(io);
        var run = training.run(build, Map.of());
        try (var pool = training.pool();
                var program = build.load(pool, training.device())) {
            numbers.restoreWeights(program.variables());
            return use.applyAsInt(new Loaded(build, program, numbers, run, training.base(build)));
        }
    }
}
