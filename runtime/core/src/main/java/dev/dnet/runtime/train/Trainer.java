package dev.dnet.runtime.train;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.IoReason;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.checkpoint.Progress;
import dev.dnet.runtime.data.Batch;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.DataSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Runs a program over its data until a limit: validates after each epoch, keeps the last
/// checkpoint and the one with the best score, and goes on from either as if the run had never
/// stopped.
public final class Trainer {
    private final TrainProgram program;
    private final DataSet train;
    private final DataSet validation;
    private final TrainOptions options;
    private final TrainListener listener;
    private final StopFlag stop;
    private final Throughput throughput = new Throughput();
    private final long began = System.nanoTime();
    private final RunState state;
    private Optional<Evaluation> evaluation = Optional.empty();
    private Optional<Path> lastGood;

    public Trainer(
            TrainProgram program,
            DataSet train,
            DataSet validation,
            TrainOptions options,
            TrainListener listener,
            StopFlag stop) {
        this.program = program;
        this.train = train;
        this.validation = validation;
        this.options = options;
        this.listener = listener;
        this.stop = stop;
        lastGood = options.resume();
        state = new RunState(start());
    }

    /// Trains until a limit is reached or the flag is raised. The last state is saved either way.
    public TrainResult run() {
        makeFolder();
        listener.began(state.progress(), train.size());
        BatchPlan plan =
                new BatchPlan(
                        options.batchSize(), options.shuffle(), options.dropLast(), state.seed());
        boolean inEpoch = false;
        try (BatchStream stream =
                BatchStream.endless(train, program.batchFields(), plan, state.cursor())) {
            while (!finished() && !stop.isRaised()) {
                Batch batch = stream.next().orElseThrow();
                step(batch);
                inEpoch = !batch.endsEpoch();
                if (!inEpoch) {
                    endEpoch();
                } else if (options.saveEvery() > 0 && state.step() % options.saveEvery() == 0) {
                    save(options.last());
                }
            }
        }
        boolean stopped = !finished();
        if (inEpoch) {
            leaveEpoch(stopped);
        } else if (lastGood.isEmpty()) {
            save(options.last());
        }
        return new TrainResult(state.progress(), evaluation, stopped, options.last());
    }

    private Progress start() {
        if (options.resume().isEmpty()) {
            program.initialize(options.seed());
            return Progress.start(program.name(), program.fingerprint(), options.seed());
        }
        Checkpoint checkpoint = Checkpoint.load(options.resume().get());
        checkpoint.restore(program.fingerprint(), program.variables());
        return checkpoint.progress();
    }

    private void step(Batch batch) {
        double loss = program.step(batch.tensors(), state.seed(), state.step());
        SequencedMap<String, Double> losses = losses();
        Finite.requireLoss(
                loss, losses, program.name(), state.step() + 1, state.cursor().epoch(), goOn());
        long epoch = state.cursor().epoch();
        int index = state.cursor().index() + batch.count();
        state.advance(batch, loss);
        listener.step(
                new TrainListener.StepReport(
                        state.step(),
                        epoch,
                        index,
                        train.size(),
                        loss,
                        losses,
                        state.meanLoss(),
                        throughput.add(batch.count())));
    }

    private SequencedMap<String, Double> losses() {
        List<String> names = program.lossNames();
        double[] values = program.losses();
        SequencedMap<String, Double> losses = new LinkedHashMap<>();
        for (int k = 0; k < names.size(); k++) {
            losses.put(names.get(k), values[k]);
        }
        return Collections.unmodifiableSequencedMap(losses);
    }

    private void endEpoch() {
        double trainLoss = state.meanLoss();
        state.forgetLosses();
        validate(trainLoss);
        save(options.last());
    }

    /// At a limit inside an epoch there is a validation too; a stop just saves.
    private void leaveEpoch(boolean stopped) {
        if (!stopped) {
            validate(state.meanLoss());
        }
        save(options.last());
    }

    private void validate(double trainLoss) {
        Evaluation result = Evaluator.evaluate(program, validation, options.batchSize());
        evaluation = Optional.of(result);
        boolean best = state.offer(options.score(), options.score().of(result));
        if (best) {
            save(options.best());
        }
        listener.epoch(
                new TrainListener.EpochReport(
                        state.cursor().epoch(),
                        state.step(),
                        trainLoss,
                        result,
                        best,
                        state.best(),
                        Duration.ofNanos(System.nanoTime() - began)));
        throughput.restart();
    }

    private void save(Path path) {
        Finite.requireVariables(program.variables(), state.step(), goOn());
        Checkpoint.save(path, program.variables(), state.progress());
        lastGood = Optional.of(path);
        listener.saved(path);
    }

    private boolean finished() {
        Limits limits = options.limits();
        return state.step() >= limits.steps()
                || state.cursor().epoch() >= limits.epochs()
                || options.patience() > 0 && state.waited() >= options.patience()
                || System.nanoTime() - began >= limits.time().toNanos();
    }

    private String goOn() {
        return lastGood.map(path -> "the last good checkpoint is " + path)
                .orElse("no checkpoint was written yet");
    }

    private void makeFolder() {
        try {
            Files.createDirectories(options.folder());
        } catch (IOException e) {
            throw new DnetException(
                    "file/write",
                    "the folder %s cannot be made: %s".formatted(options.folder(), IoReason.of(e)),
                    "a place that this user may write to",
                    "choose another folder for the checkpoints",
                    e);
        }
    }
}
