package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.elaborate.TrainSettings;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.Split;

import java.util.List;
import java.util.Optional;

/// The data of a run.
///
/// @param test what is kept for a test by a share of the examples
/// @param heldOut whether validation uses other examples than training does
/// @param where what the values of a validation are of, in words
record RunData(
        DataSet train, DataSet validation, Optional<DataSet> test, boolean heldOut, String where)
        implements AutoCloseable {
    private static final String VALIDATION = "validation";

    /// Without validation data or a share of it, the training data has to serve; the display says
    /// so. Shares are those of all examples.
    static RunData open(TrainSettings settings, DataSources sources, RunSettings run, long seed) {
        var parts = kept(settings, sources, run, seed);
        var validation = settings.data("validation");
        if (validation.isPresent()) {
            return new RunData(
                    parts.train(), sources.open(validation.get()), parts.test(), true, VALIDATION);
        }
        if (run.validation() > 0) {
            double left = parts.test().isPresent() ? 1 - run.test() : 1;
            var split = Split.of(parts.train(), Math.min(1, run.validation() / left), seed);
            return new RunData(split.train(), split.validation(), parts.test(), true, VALIDATION);
        }
        return parts;
    }

    /// All examples but those that are kept for a test.
    static RunData kept(TrainSettings settings, DataSources sources, RunSettings run, long seed) {
        var source = settings.data("").orElseThrow(() -> missing(settings));
        var all = sources.open(source);
        if (settings.data("test").isPresent() || run.test() == 0) {
            return unjudged(all, Optional.empty());
        }
        var split = Split.forTest(all, run.test(), seed);
        return unjudged(split.train(), Optional.of(split.validation()));
    }

    private static RunData unjudged(DataSet train, Optional<DataSet> test) {
        return new RunData(
                train, train, test, false, "on training data (no validation data is given)");
    }

    /// So many examples of those to train with, on which it is judged too. They are taken again and
    /// again, so that an epoch has as many steps as before.
    RunData few(int examples, long seed) {
        return new RunData(
                Split.repeated(train, examples, seed),
                Split.some(train, examples, seed),
                test,
                false,
                "on the %d examples".formatted(examples));
    }

    /// One for each fold of the examples to train with.
    List<RunData> folds(int folds, long seed) {
        return Split.folds(train, folds, seed).stream()
                .map(s -> new RunData(s.train(), s.validation(), test, true, VALIDATION))
                .toList();
    }

    @Override
    public void close() {
        train.close();
        validation.close();
        test.ifPresent(DataSet::close);
    }

    private static Rejected missing(TrainSettings settings) {
        var error =
                Diagnostic.error(
                                "data/missing",
                                settings.span(),
                                "`train %s` names no training data".formatted(settings.train()))
                        .help("for example `data = digits(count: 20_000)`");
        return new Rejected(List.of(error));
    }
}
