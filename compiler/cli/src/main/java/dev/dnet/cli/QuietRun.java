package dev.dnet.cli;

import dev.dnet.runtime.train.Limits;
import dev.dnet.runtime.train.StopFlag;
import dev.dnet.runtime.train.TrainListener;
import dev.dnet.runtime.train.TrainOptions;
import dev.dnet.runtime.train.TrainProgram;
import dev.dnet.runtime.train.TrainResult;
import dev.dnet.runtime.train.Trainer;

import java.nio.file.Path;
import java.util.Optional;

/// A run among several of one program, of which only the end is told.
record QuietRun(TrainBuild build, TrainProgram program, RunSettings run, Path base, StopFlag stop) {

    /// Trains from first values until so many epochs are done or its patience ends; or from those
    /// of a checkpoint, whose run has waited for other values than its own.
    TrainResult train(RunData data, long epochs, Path folder, Optional<Path> from) {
        var options =
                TrainOptions.of(run.batchSize(), run.seed(), Limits.epochs(epochs), folder)
                        .shuffling(run.shuffle())
                        .waiting(from.isPresent() ? 0 : run.patience())
                        .scoredBy(Scores.of(program));
        var trainer =
                new Trainer(
                        program,
                        data.train(),
                        data.validation(),
                        from.map(options::resuming).orElse(options),
                        new TrainListener() {},
                        stop);
        if (from.isEmpty()) {
            build.settings()
                    .loads()
                    .forEach(load -> new WeightLoad(load, base).into(program.variables()));
        }
        return trainer.run();
    }
}
