package dev.dnet.cli;

import dev.dnet.runtime.train.Evaluation;
import dev.dnet.runtime.train.StopFlag;
import dev.dnet.runtime.train.TrainProgram;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `dnetc crossval`: trains a block once for each fold of its data, and says what it reaches on the
/// examples of the fold, which it has not seen.
@Command(
        name = "crossval",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Cuts the training data into folds, trains once for each on all the others, and"
                        + " prints loss and metrics on the fold, with mean and standard deviation."
                        + " Data for validation and test is left alone.")
final class CrossvalCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();
    @Mixin private Training training = new Training();
    @Mixin private RunLength length = new RunLength();

    @Option(names = "--folds", paramLabel = "K", description = "how many folds (default: 5)")
    private int folds = 5;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where checkpoints go (default: runs/NAME/folds)")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        training.requireSense(io);
        length.requireSense(io);
        io.require(folds >= 2, "--folds must be 2 or more");
        var elsewhere = training.elsewhere(io);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        var build = training.build(io);
        var run = training.run(build, length.given());
        var sources = new DataSources(training.base(build), build.batchFields());
        try (var data = RunData.kept(build.settings(), sources, run, run.seed());
                var pool = training.pool();
                var program = build.load(pool, training.device())) {
            validate(build, run, program, data.folds(folds, run.seed()));
        }
        return 0;
    }

    private void validate(
            TrainBuild build, RunSettings run, TrainProgram program, List<RunData> parts) {
        var folder = out.orElse(Path.of("runs", program.name(), "folds"));
        var stop = new StopFlag();
        var quiet = new QuietRun(build, program, run, training.base(build), stop);
        var results = new ArrayList<Evaluation>();
        try (var _ = new Interruption(stop)) {
            for (int k = 0; k < parts.size() && !stop.isRaised(); k++) {
                var into = folder.resolve(Integer.toString(k + 1));
                var result = quiet.train(parts.get(k), run.epochs(), into, Optional.empty());
                if (!result.stopped()) {
                    results.add(result.validation().orElseThrow());
                    tell(results);
                }
            }
        }
        if (results.size() < parts.size()) {
            io.err().println("stopped after %d of %d folds".formatted(results.size(), folds));
            io.err().flush();
        }
        if (!results.isEmpty()) {
            show(build, results, tables(results, parts.getFirst().validation().classes()));
        }
    }

    private void tell(List<Evaluation> results) {
        if (!json) {
            var last = results.getLast();
            io.out()
                    .println(
                            "fold %d/%d, %d examples: %s"
                                    .formatted(
                                            results.size(),
                                            folds,
                                            last.examples(),
                                            RunLines.values(last)));
            io.out().flush();
        }
    }

    /// Each example is in one fold, so what the folds count is added up.
    private static Map<String, Confusion> tables(List<Evaluation> results, List<String> classes) {
        var sums = new LinkedHashMap<String, Confusion>();
        results.forEach(r ->
                Confusion.all(r, classes)
                        .forEach((name, table) -> sums.merge(name, table, Confusion::plus)));
        return sums;
    }

    private void show(TrainBuild build, List<Evaluation> results, Map<String, Confusion> tables) {
        var figures = new LinkedHashMap<String, Spread>();
        results.getFirst()
                .values()
                .keySet()
                .forEach(name -> figures.put(name, Spread.of(name, results)));
        if (json) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("program", build.program().name());
            answer.put("folds", results.stream().map(CrossvalCommand::fold).toList());
            answer.put("values", figures);
            if (!tables.isEmpty()) {
                answer.put("tables", Confusion.json(tables));
            }
            io.out().println(Json.pretty(answer));
        } else {
            var table = new Table("of the folds", "mean", "standard deviation");
            figures.forEach((name, f) ->
                    table.row(name, RunLines.number(f.mean()), RunLines.number(f.deviation())));
            io.out().print("\n" + table.text());
            tables.forEach((name, t) -> io.out().print("\n" + t.text(name)));
        }
        io.out().flush();
    }

    private static Map<String, Object> fold(Evaluation result) {
        var fold = new LinkedHashMap<String, Object>();
        fold.put("examples", result.examples());
        fold.put("values", result.values());
        return fold;
    }

    /// The mean of a value over the folds, and its standard deviation as that of a sample.
    private record Spread(double mean, double deviation) {
        static Spread of(String name, List<Evaluation> results) {
            var values =
                    results.stream().mapToDouble(r -> r.values().getOrDefault(name, 0.0)).toArray();
            double mean = Arrays.stream(values).average().orElse(0);
            double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
            return new Spread(mean, Math.sqrt(squares / Math.max(1, values.length - 1)));
        }
    }
}
