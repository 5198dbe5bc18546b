package dev.dnet.families;

import dev.dnet.report.Repository;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.data.BatchPlan;
import dev.dnet.runtime.data.BatchStream;
import dev.dnet.runtime.data.Cursor;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.TextDataSet;
import dev.dnet.runtime.data.Vocabulary;
import dev.dnet.runtime.train.TrainProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// The text that language models learn: the first nine tenths to train with, the rest to judge by.
///
/// @param name what the text is, in words
record LanguageText(String name, Path file) {
    private static final double TRAINING = 0.9;
    private static final List<String> WORDS =
            List.of("the", "king", "queen", "sees", "hears", "a", "night", "storm", "and", "loves");

    /// Shakespeare where the data sets lie; else sentences of ten words that follow each other by
    /// chance.
    static LanguageText find() throws IOException {
        var file = Repository.here().data("tinyshakespeare").resolve("input.txt");
        return Files.isRegularFile(file)
                ? new LanguageText("Shakespeare", file)
                : new LanguageText("a made text", made());
    }

    /// Some steps over windows to train with.
    void train(TrainProgram program, int length, int batch, int steps) {
        var plan = new BatchPlan(batch, true, true, 1);
        var data = read(length, 0, TRAINING);
        try (var stream = BatchStream.endless(data, program.batchFields(), plan, Cursor.START)) {
            for (int step = 0; step < steps; step++) {
                program.step(stream.next().orElseThrow().tensors(), 1, step);
            }
        }
    }

    /// Windows that none was trained with.
    Tensor test(int length, int windows) {
        return windows(read(length, TRAINING, 1), windows);
    }

    /// All windows to train with.
    Tensor training(int length) {
        var data = read(length, 0, TRAINING);
        return windows(data, data.size());
    }

    private DataSet read(int length, double from, double to) {
        return TextDataSet.read(file, Vocabulary.bytes(), length, from, to);
    }

    private static Tensor windows(DataSet data, int count) {
        var tensor = data.fields().getFirst().batch(Math.min(count, data.size()));
        for (int i = 0; i < tensor.shape()[0]; i++) {
            data.read(i, List.of(tensor), i);
        }
        return tensor;
    }

    private static Path made() throws IOException {
        var random = new Random(5);
        var text = new StringBuilder();
        int word = 0;
        while (text.length() < 200_000) {
            word = (3 * word + 1 + random.nextInt(3)) % WORDS.size();
            text.append(WORDS.get(word)).append(random.nextInt(8) == 0 ? ".\n" : " ");
        }
        var file = Files.createTempFile("dnet-text", ".txt");
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }
}
