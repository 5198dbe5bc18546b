package dev.dnet.families;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.Cursor;
import dev.dnet.runtime.data.DigitsDataSet;
import dev.dnet.runtime.train.TrainProgram;

import java.util.List;

/// The digits that are drawn as they are asked for.
final class Digits {
    private static final long TRAINING = 7;
    private static final long TEST = 8;

    private Digits() {}

    /// Some steps over pictures to train with.
    static void train(TrainProgram program, int pictures, int batch, int steps) {
        var data = new DigitsDataSet(pictures, TRAINING);
        var plan = new BatchPlan(batch, true, true, 1);
        try (var stream = BatchStream.endless(data, program.batchFields(), plan, Cursor.START)) {
            for (int step = 0; step < steps; step++) {
                program.step(stream.next().orElseThrow().tensors(), 1, step);
            }
        }
    }

    /// Pictures that none was trained with.
    static List<Tensor> test(TrainProgram program, int pictures) {
        return drawn(program, pictures, TEST);
    }

    /// Pictures to train with, at once.
    static List<Tensor> learned(TrainProgram program, int pictures) {
        return drawn(program, pictures, TRAINING);
    }

    private static List<Tensor> drawn(TrainProgram program, int pictures, long seed) {
        var data = new DigitsDataSet(pictures, seed);
        var plan = new BatchPlan(pictures, false, false, 1);
        try (var stream = BatchStream.endless(data, program.batchFields(), plan, Cursor.START)) {
            return stream.next().orElseThrow().tensors().stream().map(Tensor::copy).toList();
        }
    }
}
