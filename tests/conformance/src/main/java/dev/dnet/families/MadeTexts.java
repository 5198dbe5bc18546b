package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Texts of twelve words for taggers and readers.
final class MadeTexts {
    private static final int LENGTH = 12;

    private MadeTexts() {}

    /// Words and tags. Names are runs of the words 0 to 3; which of two kinds a run is, the word 8
    /// or 9 behind it says. The first word of a name is tagged 1 or 3, the others 2 or 4.
    static List<Tensor> tagged(Random random, int count) {
        var words = new int[count * LENGTH];
        var tags = new int[count * LENGTH];
        for (int n = 0; n < count; n++) {
            int at = n * LENGTH;
            int end = at + LENGTH;
            while (at < end) {
                int name = random.nextInt(1, 4);
                int kind = random.nextInt(2);
                if (end - at < name + 2) {
                    words[at++] = random.nextInt(4, 8);
                    continue;
                }
                for (int i = 0; i < name; i++, at++) {
                    words[at] = random.nextInt(4);
                    tags[at] = 1 + 2 * kind + Math.min(i, 1);
                }
                words[at++] = random.nextInt(4, 8);
                words[at++] = 8 + kind;
            }
        }
        return List.of(Tensor.of(words, count, LENGTH), Tensor.of(tags, count, LENGTH));
    }

    /// Brackets 0 to 3 that open and 4 that close the last open one, at most five deep; and the
    /// kind of each that is closed, 0 elsewhere.
    static List<Tensor> brackets(Random random, int count) {
        var brackets = new int[count * LENGTH];
        var kinds = new int[count * LENGTH];
        for (int n = 0; n < count; n++) {
            var open = new int[LENGTH];
            int depth = 0;
            for (int i = n * LENGTH; i < (n + 1) * LENGTH; i++) {
                boolean push = depth == 0 || depth < 5 && random.nextBoolean();
                brackets[i] = push ? random.nextInt(4) : 4;
                if (push) {
                    open[depth++] = brackets[i];
                } else {
                    kinds[i] = open[--depth];
                }
            }
        }
        return List.of(Tensor.of(brackets, count, LENGTH), Tensor.of(kinds, count, LENGTH));
    }

    /// Three keys of 10 to 13, each with one to three words behind it; a question, 14 and one of
    /// the keys; and where the words behind that begin and end.
    static List<Tensor> asked(Random random, int count) {
        var texts = new int[count * LENGTH];
        var questions = new int[count * 2];
        var ends = new int[count * 2];
        Arrays.fill(texts, 14);
        for (int n = 0; n < count; n++) {
            int first = random.nextInt(4);
            int asked = random.nextInt(3);
            int at = 0;
            for (int segment = 0; segment < 3; segment++) {
                int key = 10 + (first + segment * (1 + 2 * (n % 2))) % 4;
                texts[n * LENGTH + at++] = key;
                int length = random.nextInt(1, 4);
                if (segment == asked) {
                    questions[2 * n] = 14;
                    questions[2 * n + 1] = key;
                    ends[2 * n] = at;
                    ends[2 * n + 1] = at + length - 1;
                }
                for (int i = 0; i < length; i++) {
                    texts[n * LENGTH + at++] = random.nextInt(10);
                }
            }
        }
        return List.of(
                Tensor.of(texts, count, LENGTH),
                Tensor.of(questions, count, 2),
                Tensor.of(ends, count, 2));
    }
}
