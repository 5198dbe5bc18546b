package dev.dnet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The settings of a run that have options of their own.
@Command
final class RunLength {
    @Option(names = "--epochs", paramLabel = "N", description = "epochs in all")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--batch-size", paramLabel = "N", description = "examples in a step")
    private Optional<Integer> batchSize = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "what all chance follows from")
    private Optional<Long> seed = Optional.empty();

    /// Refuses what cannot be meant.
    void requireSense(Io io) {
        io.require(epochs.isEmpty() || epochs.get() > 0, "--epochs must be positive");
        io.require(batchSize.isEmpty() || batchSize.get() > 0, "--batch-size must be positive");
    }

    boolean hasSeed() {
        return seed.isPresent();
    }

    /// As settings.
    Map<String, String> given() {
        var given = new LinkedHashMap<String, String>();
        epochs.ifPresent(n -> given.put("epochs", n.toString()));
        batchSize.ifPresent(n -> given.put("batch_size", n.toString()));
        seed.ifPresent(n -> given.put("seed", n.toString()));
        return given;
    }
}
