package dev.dnet.cli;

import dev.dnet.cli.search.Space;
import dev.dnet.cli.search.Strategy;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.train.Evaluation;
import dev.dnet.runtime.train.StopFlag;
import dev.dnet.runtime.train.TrainResult;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Runs of one `train` block with different values.
///
/// @param spaces the names and what each may be
record Trials(
        Io io,
        Training training,
        Map<String, String> given,
        SequencedMap<String, Space> spaces,
        Path out) {

    /// A run that is done, or that lost its numbers.
    ///
    /// @param place where in the spaces its values are
    /// @param higher whether a higher score is better
    record Trial(
            int number,
            double[] place,
            Map<String, String> values,
            String score,
            boolean higher,
            Optional<Evaluation> validation,
            Path checkpoint) {

        /// NaN where it lost its numbers.
        double value() {
            return validation
                    .map(v -> v.values().getOrDefault(score, Double.NaN))
                    .orElse(Double.NaN);
        }

        /// The larger, the better; the least of all where it lost its numbers.
        double good() {
            double value = higher ? value() : -value();
            return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        }

        String choice() {
            return values.entrySet().stream()
                    .map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining(" "));
        }

        String figures() {
            return validation.map(RunLines::values).orElse("lost its numbers");
        }

        Map<String, Object> json() {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("trial", number);
            answer.put("values", values);
            validation.ifPresent(v -> answer.put("validation", v.values()));
            answer.put("checkpoint", checkpoint.toString());
            return answer;
        }
    }

    /// What was found where. A run that lost its numbers counts as the worst of the others.
    static List<Strategy.Found> found(List<Trial> done) {
        double worst =
                done.stream().mapToDouble(Trial::good).filter(Double::isFinite).min().orElse(0);
        return done.stream()
                .map(t -> new Strategy.Found(t.place(), Math.max(worst, t.good())))
                .toList();
    }

    /// A run from the first to the last epoch.
    Trial whole(int number, double[] place) throws IOException {
        var folder = out.resolve(Integer.toString(number));
        return run(number, place, Optional.empty(), Long.MAX_VALUE, folder);
    }

    /// A run from first values or from a checkpoint, until so many epochs are done, or all.
    Trial run(int number, double[] place, Optional<Path> from, long epochs, Path folder)
            throws IOException {
        var values = values(place);
        var build = training.build(io, values);
        var more = new LinkedHashMap<>(given);
        more.putAll(values);
        var run = training.run(build, more);
        var sources = new DataSources(training.base(build), build.batchFields());
        try (var data = RunData.open(build.settings(), sources, run, run.seed());
                var pool = training.pool();
                var program = build.load(pool, training.device())) {
            var quiet = new QuietRun(build, program, run, training.base(build), new StopFlag());
            var score = Scores.of(program);
            var validation =
                    train(quiet, data, Math.min(run.epochs(), epochs), folder, from)
                            .flatMap(TrainResult::validation);
            return new Trial(
                    number,
                    place,
                    values,
                    score.name(),
                    score.higherIsBetter(),
                    validation,
                    folder.resolve("last.safetensors"));
        }
    }

    /// Empty where the run lost its numbers, which is one of the things that a search finds out.
    private static Optional<TrainResult> train(
            QuietRun quiet, RunData data, long epochs, Path folder, Optional<Path> from) {
        try {
            return Optional.of(quiet.train(data, epochs, folder, from));
        } catch (DnetException e) {
            if (e.code().equals("train/nan-loss") || e.code().equals("train/nan-variable")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// How many epochs the block runs with the values that are given.
    long epochs() {
        return training.run(training.build(io), given).epochs();
    }

    private Map<String, String> values(double[] place) {
        var values = new LinkedHashMap<String, String>();
        int k = 0;
        for (var space : spaces.entrySet()) {
            values.put(space.getKey(), space.getValue().at(place[k++]));
        }
        return values;
    }
}
