package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.elaborate.TrainSettings;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.Split;

import java.util.List;

/// The data of a run.
///
/// @param heldOut whether validation uses other examples than training does
record RunData(DataSet train, DataSet validation, boolean heldOut) implements AutoCloseable {

    /// Without validation data or a share of it, the training data has to serve; the display says
    /// so.
    static RunData open(TrainSettings settings, DataSources sources, double share, long seed) {
        var source = settings.data("").orElseThrow(() -> missing(settings));
        var train = sources.open(source);
        var validation = settings.data("validation");
        if (validation.isPresent()) {
            return new RunData(train, sources.open(validation.get()), true);
        }
        if (share > 0) {
            var split = Split.of(train, share, seed);
            return new RunData(split.train(), split.validation(), true);
        }
        return new RunData(train, train, false);
    }

    @Override
    public void close() {
        train.close();
        validation.close();
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
