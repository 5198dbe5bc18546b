package dev.dnet.compiler.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Random;

final class SizeTest {
    private static final Size H = Size.symbol("h");
    private static final Size T = Size.symbol("t");

    /// A size and its value, made by the same arithmetic.
    private record Pair(Size size, long value) {}

    private final Map<String, Long> values = Map.of("h", 7L, "t", 3L, "n", 12L);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void normalFormsKeepTheValue(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            var pair = random(random, 5);
            assertEquals(pair.value, pair.size.evaluate(values), () -> "" + pair.size);
        }
    }

    private Pair random(Random random, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            if (random.nextBoolean()) {
                long value = random.nextLong(9) - 4;
                return new Pair(Size.of(value), value);
            }
            var name = values.keySet().stream().sorted().toList().get(random.nextInt(3));
            return new Pair(Size.symbol(name), values.getOrDefault(name, 0L));
        }
        var a = random(random, depth - 1);
        var b = random(random, depth - 1);
        long k = 1 + random.nextLong(4);
        return switch (random.nextInt(9)) {
            case 0, 1 -> new Pair(a.size.plus(b.size), a.value + b.value);
            case 2, 3 -> new Pair(a.size.minus(b.size), a.value - b.value);
            case 4 -> new Pair(a.size.times(k), a.value * k);
            case 5 -> new Pair(a.size.floorDiv(k), Math.floorDiv(a.value, k));
            case 6 -> new Pair(a.size.mod(k), Math.floorMod(a.value, k));
            case 7 -> new Pair(a.size.min(b.size), Math.min(a.value, b.value));
            default -> new Pair(a.size.max(b.size), Math.max(a.value, b.value));
        };
    }

    @Test
    void aRemainderThatMakesADivisionExactVanishes() {
        assertEquals(H.floorDiv(2), H.minus(H.mod(2)).floorDiv(2));
        assertEquals(H.floorDiv(2).minus(T), H.minus(H.mod(2)).minus(T.times(2)).floorDiv(2));
        var up = H.plus(H.times(-1).mod(3)).floorDiv(3);
        assertEquals(H.times(-1).floorDiv(3).times(-1), up);
        for (long h = 0; h < 9; h++) {
            assertEquals((h + 2) / 3, up.evaluate(Map.of("h", h)));
        }
    }
}
