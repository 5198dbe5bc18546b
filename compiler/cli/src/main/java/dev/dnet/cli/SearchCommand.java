package dev.dnet.cli;

import dev.dnet.cli.search.Space;
import dev.dnet.cli.search.Strategy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `dnetc search`: trains a block with one choice of values after the other, and says which is
/// best.
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Trains a block again and again with other values for its parameters or settings of"
                        + " `run`, and lists them, the best first. The same seed makes the same"
                        + " choices.")
final class SearchCommand implements Callable<Integer> {
    /// How the values are chosen.
    enum Method {
        GRID,
        RANDOM,
        BAYES,
        POPULATION
    }

    @Mixin private Io io = new Io();
    @Mixin private Training training = new Training();
    @Mixin private RunLength length = new RunLength();

    @Option(
            names = "--over",
            required = true,
            paramLabel = "NAME=VALUES",
            description =
                    "a range, such as lr=1e-4..1e-1:log or hidden=8..64:int, or a list, such as"
                            + " batch_size=16,32")
    private Map<String, String> over = new LinkedHashMap<>();

    @Option(
            names = "--method",
            description =
                    "grid, random, bayes (Gaussian process, expected improvement) or population"
                            + " (all go on from the best and change); default: random")
    private Method method = Method.RANDOM;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "how many choices, or members of the population (default: 10)")
    private int trials = 10;

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "points of a grid in each range (default: 4)")
    private int points = 4;

    @Option(
            names = "--search-seed",
            paramLabel = "N",
            description = "what the choices follow from (default: 1)")
    private long searchSeed = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where checkpoints go (default: runs/search)")
    private Path out = Path.of("runs", "search");

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        training.requireSense(io);
        length.requireSense(io);
        io.require(trials > 0, "--trials must be positive");
        io.require(points > 0, "--points must be positive");
        io.require(
                method != Method.POPULATION || trials >= 2,
                "--trials must be 2 or more: they are the members of the population");
        var spaces = new LinkedHashMap<String, Space>();
        over.forEach((name, text) -> spaces.put(name, Space.of(name, text)));
        var elsewhere = training.elsewhere(io);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        var trialRuns = new Trials(io, training, length.given(), spaces, out);
        var done =
                method == Method.POPULATION
                        ? new Population(trialRuns, new Random(searchSeed), trials).run(this::tell)
                        : inTurn(trialRuns, List.copyOf(spaces.values()));
        show(done);
        return 0;
    }

    private List<Trials.Trial> inTurn(Trials runs, List<Space> spaces) throws IOException {
        var random = new Random(searchSeed);
        Strategy strategy =
                switch (method) {
                    case GRID -> Strategy.Grid.of(spaces, points);
                    case BAYES -> new Strategy.Bayes(random, spaces.size());
                    case RANDOM, POPULATION -> new Strategy.Chance(random, spaces.size());
                };
        int count = strategy instanceof Strategy.Grid grid ? grid.places().size() : trials;
        var done = new ArrayList<Trials.Trial>();
        while (done.size() < count) {
            var trial = runs.whole(done.size() + 1, strategy.next(Trials.found(done)));
            tell(trial);
            done.add(trial);
        }
        return done;
    }

    private void tell(Trials.Trial trial) {
        if (!json) {
            io.out()
                    .println(
                            "trial %d: %s: %s"
                                    .formatted(trial.number(), trial.choice(), trial.figures()));
            io.out().flush();
        }
    }

    private void show(List<Trials.Trial> done) {
        var ranked =
                done.stream()
                        .sorted(Comparator.comparingDouble(Trials.Trial::good).reversed())
                        .toList();
        if (json) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("method", method.name().toLowerCase(Locale.ROOT));
            answer.put("score", ranked.getFirst().score());
            answer.put("trials", ranked.stream().map(Trials.Trial::json).toList());
            io.out().println(Json.pretty(answer));
        } else {
            io.out().print("\n" + table(ranked));
            var best = ranked.getFirst();
            io.out()
                    .println(
                            "best: %s; checkpoint %s"
                                    .formatted(
                                            best.values().entrySet().stream()
                                                    .map(e ->
                                                            "--set "
                                                                    + e.getKey()
                                                                    + "="
                                                                    + e.getValue())
                                                    .collect(Collectors.joining(" ")),
                                            best.checkpoint()));
        }
        io.out().flush();
    }

    private String table(List<Trials.Trial> ranked) {
        var titles = new ArrayList<>(List.of("trial"));
        titles.addAll(over.keySet());
        titles.add(ranked.getFirst().score());
        var table = new Table(titles.toArray(String[]::new));
        for (var trial : ranked) {
            var row = new ArrayList<>(List.of("" + trial.number()));
            row.addAll(trial.values().values());
            row.add(
                    Optional.of(trial.value())
                            .filter(Double::isFinite)
                            .map(RunLines::number)
                            .orElse("lost its numbers"));
            table.row(row.toArray(String[]::new));
        }
        return table.text();
    }
}
