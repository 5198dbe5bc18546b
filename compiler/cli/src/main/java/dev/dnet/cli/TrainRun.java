package dev.dnet.cli;

import dev.dnet.compiler.elaborate.TrainSettings;
import dev.dnet.runtime.train.Evaluation;
import dev.dnet.runtime.train.Limits;
import dev.dnet.runtime.train.StopFlag;
import dev.dnet.runtime.train.TrainListener;
import dev.dnet.runtime.train.TrainOptions;
import dev.dnet.runtime.train.TrainProgram;
import dev.dnet.runtime.train.TrainResult;
import dev.dnet.runtime.train.Trainer;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One run of a program over its data, told on `out`.
final class TrainRun {
    private final TrainProgram program;
    private final RunData data;
    private final Order order;
    private final PrintWriter out;
    private final List<String> arguments;
    private final long began = System.nanoTime();

    /// What the user asks for.
    ///
    /// @param folder where checkpoints go
    /// @param resume the checkpoint to go on from
    /// @param time the longest that it may take
    /// @param every steps between lines about steps; 0 for what suits the reader
    /// @param json whether a program reads what is printed
    record Order(
            RunSettings settings,
            Path folder,
            Optional<Path> resume,
            Duration time,
            long every,
            boolean json) {}

    /// `arguments` are those of the command line, for the one that goes on.
    TrainRun(
            TrainProgram program,
            RunData data,
            Order order,
            PrintWriter out,
            List<String> arguments) {
        this.program = program;
        this.data = data;
        this.order = order;
        this.out = out;
        this.arguments = arguments;
    }

    /// Trains to the end, a limit or Ctrl-C. Weights are loaded first, unless a checkpoint has
    /// them.
    void run(List<TrainSettings.Load> loads, Path base) {
        var lines = new RunLines(order.settings().epochs(), data.heldOut());
        var stop = new StopFlag();
        var interruption = new Interruption(stop);
        try {
            tell(train(lines, stop, loads, base));
            out.flush();
        } finally {
            interruption.close();
        }
    }

    private TrainResult train(
            RunLines lines, StopFlag stop, List<TrainSettings.Load> loads, Path base) {
        if (order.json()) {
            return trainer(new JsonProgress(out, order.every()), stop, loads, base).run();
        }
        if (!Terminal.interactive()) {
            return trainer(new PlainProgress(out, lines, order.every()), stop, loads, base).run();
        }
        try (var bar = new BarProgress(out, lines, data.train().size(), Terminal.width())) {
            return trainer(bar, stop, loads, base).run();
        }
    }

    private Trainer trainer(
            TrainListener listener, StopFlag stop, List<TrainSettings.Load> loads, Path base) {
        var trainer =
                new Trainer(program, data.train(), data.validation(), options(), listener, stop);
        if (order.resume().isEmpty()) {
            loads.forEach(load -> new WeightLoad(load, base).into(program.variables()));
        }
        return trainer;
    }

    private TrainOptions options() {
        var settings = order.settings();
        var limits = Limits.epochs(settings.epochs()).within(order.time());
        var options =
                TrainOptions.of(settings.batchSize(), settings.seed(), limits, order.folder())
                        .shuffling(settings.shuffle())
                        .savingEvery(settings.saveEvery())
                        .waiting(settings.patience())
                        .scoredBy(Scores.of(program));
        return order.resume().map(options::resuming).orElse(options);
    }

    private void tell(TrainResult result) {
        if (order.json()) {
            out.println(Json.line(summary(result)));
        } else if (result.stopped()) {
            out.println(
                    "stopped at step %d, epoch %d; go on with:"
                            .formatted(result.progress().step(), result.progress().epoch() + 1));
            out.println("  " + goOn(result.last()));
        } else {
            out.println(last(result));
        }
    }

    private String goOn(Path checkpoint) {
        return CommandText.resuming(arguments, Set.of("--resume", "--seed"), checkpoint.toString());
    }

    private String last(TrainResult result) {
        var values =
                result.validation()
                        .map(RunLines::values)
                        .orElse(
                                result.progress().epoch() < order.settings().epochs()
                                                && !endedEarly(result)
                                        ? "none, since --limit ended the run before its first step"
                                        : "nothing left to do: all epochs were done before");
        var best = result.progress().best();
        return "%s: %s%s%s; %s; %s"
                .formatted(
                        data.where(),
                        values,
                        best.isPresent()
                                ? " (best %s %s)"
                                        .formatted(
                                                Scores.of(program).name(),
                                                RunLines.number(best.getAsDouble()))
                                : "",
                        endedEarly(result)
                                ? "; ended after %d epochs, %d of them without a better one"
                                        .formatted(
                                                result.progress().epoch(),
                                                result.progress().waited())
                                : "",
                        checkpoint(result),
                        RunLines.seconds(Duration.ofNanos(System.nanoTime() - began)));
    }

    /// Whether it was its patience that ended it.
    private boolean endedEarly(TrainResult result) {
        return order.settings().patience() > 0
                && result.progress().waited() >= order.settings().patience();
    }

    /// The best one may be where an earlier run left it.
    private String checkpoint(TrainResult result) {
        return Files.exists(options().best())
                ? "best checkpoint " + options().best()
                : "last checkpoint " + result.last();
    }

    private LinkedHashMap<String, Object> summary(TrainResult result) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("event", result.stopped() ? "stopped" : "done");
        summary.put("epoch", result.progress().epoch());
        summary.put("step", result.progress().step());
        result.validation().map(Evaluation::values).ifPresent(v -> summary.put("validation", v));
        result.validation()
                .map(v -> Confusion.all(v, data.validation().classes()))
                .filter(t -> !t.isEmpty())
                .ifPresent(t -> summary.put("tables", Confusion.json(t)));
        result.progress().best().ifPresent(best -> summary.put("best", best));
        summary.put("ended_early", endedEarly(result));
        summary.put("score", Scores.of(program).name());
        summary.put("last_checkpoint", result.last().toString());
        if (Files.exists(options().best())) {
            summary.put("best_checkpoint", options().best().toString());
        }
        summary.put("seconds", (System.nanoTime() - began) / 1e9);
        return summary;
    }
}
