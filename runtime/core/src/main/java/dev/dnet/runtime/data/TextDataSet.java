package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A text as windows of `length` + 1 tokens: `tokens`, i32. Each window begins with the last token
/// of the one before it, so every token but the first is to be told once from those before it. What
/// is left at the end is too short for a window and left out.
public final class TextDataSet implements DataSet {
    private final int[] tokens;
    private final int length;
    private final Vocabulary vocabulary;

    private TextDataSet(int[] tokens, int length, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.length = length;
        this.vocabulary = vocabulary;
    }

    /// Reads the tokens of a file from the share `from` of them up to the share `to`.
    public static TextDataSet read(
            Path path, Vocabulary vocabulary, int length, double from, double to) {
        int[] all = vocabulary.numbers(path);
        if (all.length == 0) {
            throw new DnetException(
                    "data/empty",
                    "%s has no %s".formatted(path, vocabulary.unit()),
                    "a text",
                    "check the path");
        }
        int[] part =
                Arrays.copyOfRange(
                        all, (int) Math.rint(from * all.length), (int) Math.rint(to * all.length));
        if (part.length <= length) {
            throw new DnetException(
                    "data/too-short",
                    "the part of %s has %d %s".formatted(path, part.length, vocabulary.unit()),
                    "at least %d: a window of `length` and the one that comes next"
                            .formatted(length + 1),
                    "choose a smaller `length`, a larger part, or a longer text");
        }
        return new TextDataSet(part, length, vocabulary);
    }

    @Override
    public int size() {
        return (tokens.length - 1) / length;
    }

    @Override
    public List<BatchField> fields() {
        return List.of(BatchField.of("tokens", ElementType.I32, length + 1L));
    }

    /// The tokens by number.
    @Override
    public List<String> classes() {
        return vocabulary.tokens();
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        MemorySegment.copy(
                tokens,
                example * length,
                batch.getFirst().segment(),
                ValueLayout.JAVA_INT,
                4L * row * (length + 1),
                length + 1);
    }
}
