package dev.dnet.families;

import dev.dnet.runtime.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// The numbers 1 to 999 in English and in German words. Words 1 to 19 are those numbers, 20 to 27
/// the tens from twenty, 28 is `hundred`, and 29 the German `und`; 0 is none.
final class NumberWords {
    private static final int ENGLISH = 4;
    private static final int GERMAN = 6;
    private static final int HUNDRED = 28;
    private static final int AND = 29;
    private static final int TAUGHT = 800;

    private final int[] numbers;

    NumberWords() {
        var all = new ArrayList<>(IntStream.range(1, 1000).boxed().toList());
        Collections.shuffle(all, new Random(5));
        numbers = all.stream().mapToInt(n -> n).toArray();
    }

    /// Some of those that are taught.
    List<Tensor> some(Random random, int count) {
        return batch(IntStream.range(0, count).map(i -> numbers[random.nextInt(TAUGHT)]).toArray());
    }

    /// Those that are not.
    List<Tensor> others() {
        return batch(Arrays.copyOfRange(numbers, TAUGHT, numbers.length));
    }

    private static List<Tensor> batch(int... numbers) {
        var english = Arrays.stream(numbers).flatMap(n -> padded(words(n, false), ENGLISH));
        var german = Arrays.stream(numbers).flatMap(n -> padded(words(n, true), GERMAN));
        return List.of(
                Tensor.of(english.toArray(), numbers.length, ENGLISH),
                Tensor.of(german.toArray(), numbers.length, GERMAN));
    }

    private static IntStream padded(List<Integer> words, int length) {
        return IntStream.range(0, length).map(i -> i < words.size() ? words.get(i) : 0);
    }

    /// `three hundred forty seven`, or `drei hundert sieben und vierzig`.
    private static List<Integer> words(int number, boolean german) {
        var words = new ArrayList<Integer>();
        if (number >= 100) {
            words.addAll(List.of(number / 100, HUNDRED));
        }
        int rest = number % 100;
        int tens = 18 + rest / 10;
        if (rest > 0 && rest < 20) {
            words.add(rest);
        } else if (rest > 0 && rest % 10 == 0) {
            words.add(tens);
        } else if (rest > 0) {
            words.addAll(german ? List.of(rest % 10, AND, tens) : List.of(tens, rest % 10));
        }
        return words;
    }
}
