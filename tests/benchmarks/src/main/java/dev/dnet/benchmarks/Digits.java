package dev.dnet.benchmarks;

import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.data.DigitsDataSet;
import dev.dnet.runtime.train.TrainProgram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The training program of `examples/digits`, and batches for it that lie in memory.
final class Digits {
    static final int BATCH = 64;

    private static final Path FILE = Path.of("examples", "digits", "digits.dnet");
    private static final int BATCHES = 16;
    private static final long SEED = 7;

    private Digits() {}

    static TrainProgram program(WorkPool pool) {
        return (TrainProgram) Compiled.instance(source(), "Digits", pool);
    }

    static Source source() {
        try {
            return new Source(FILE.toString(), Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException("run it from the root of the repository", e);
        }
    }

    /// Images and labels, the same ones at each call.
    static List<List<Tensor>> batches() {
        var batches = new ArrayList<List<Tensor>>();
        try (var data = new DigitsDataSet(BATCHES * BATCH, SEED)) {
            for (int b = 0; b < BATCHES; b++) {
                var tensors = data.fields().stream().map(f -> f.batch(BATCH)).toList();
                for (int row = 0; row < BATCH; row++) {
                    data.read(b * BATCH + row, tensors, row);
                }
                batches.add(tensors);
            }
        }
        return batches;
    }
}
