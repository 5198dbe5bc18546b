package dev.dnet.runtime.data;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.dnet.runtime.DnetException;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The numbers of tokens. They follow from a file alone, so the same file gives the same numbers
/// always.
public final class Vocabulary {
    private static final String UNKNOWN = "<unknown>";

    private final TextUnit unit;
    private final List<String> tokens;
    private final Map<String, Integer> numbers = new HashMap<>();

    private Vocabulary(TextUnit unit, List<String> tokens) {
        this.unit = unit;
        this.tokens = List.copyOf(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            numbers.put(tokens.get(i), i);
        }
    }

    /// All bytes, each its own number.
    public static Vocabulary bytes() {
        return new Vocabulary(
                TextUnit.BYTES,
                IntStream.range(0, 256)
                        .mapToObj(b ->
                                b > 32 && b < 127 ? Character.toString(b) : "%02x".formatted(b))
                        .toList());
    }

    /// The characters of a file in the order of their code points. There have to be `size` of them.
    public static Vocabulary characters(Path path, int size) {
        List<String> all =
                TextFile.read(path)
                        .codePoints()
                        .distinct()
                        .sorted()
                        .mapToObj(Character::toString)
                        .toList();
        if (all.size() != size) {
            throw wrongSize(path, all.size() + " different characters", "vocabulary", size);
        }
        return new Vocabulary(TextUnit.CHARACTERS, all);
    }

    /// The `size` - 1 most frequent words of a file, from 1 on; 0 is any other. Of words that are
    /// as frequent the one that is first in the order of Unicode comes first.
    public static Vocabulary words(Path path, int size) {
        Map<String, Long> counts =
                TextUnit.WORDS.pieces(TextFile.read(path)).collect(groupingBy(w -> w, counting()));
        if (size < 2 || size > counts.size() + 1) {
            throw wrongSize(
                    path,
                    counts.size() + " different words",
                    "vocabulary, from 2 to one more than there are words",
                    size);
        }
        Stream<String> most =
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .limit(size - 1L);
        return new Vocabulary(TextUnit.WORDS, Stream.concat(Stream.of(UNKNOWN), most).toList());
    }

    /// The tokens by number.
    public List<String> tokens() {
        return tokens;
    }

    /// The tokens of a file.
    int[] numbers(Path path) {
        if (unit == TextUnit.BYTES) {
            byte[] bytes = DataFiles.read(path);
            return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
        }
        return unit.pieces(TextFile.read(path)).mapToInt(token -> number(token, path)).toArray();
    }

    String unit() {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private int number(String token, Path path) {
        Integer number = numbers.get(token);
        if (number != null) {
            return number;
        }
        if (unit == TextUnit.WORDS) {
            return 0;
        }
        throw new DnetException(
                "data/unknown-character",
                "%s has the character '%s' (U+%04X)".formatted(path, token, token.codePointAt(0)),
                "one of the %d of the vocabulary".formatted(tokens.size()),
                "take the vocabulary from a text that has it, or remove it");
    }

    private static DnetException wrongSize(Path path, String found, String expected, int size) {
        return new DnetException(
                "data/vocabulary",
                "%s has %s".formatted(path, found),
                "%d, the %s".formatted(size, expected),
                "make `vocabulary`, and with it the sizes of the model, fit the text");
    }
}
