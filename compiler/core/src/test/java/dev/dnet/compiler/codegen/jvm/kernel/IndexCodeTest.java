package dev.dnet.compiler.codegen.jvm.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.type.Size;

import org.junit.jupiter.api.Test;

class IndexCodeTest {
    private static final Size M = Size.symbol("m");
    private static final Size HALF = M.floorDiv(2);

    private final IndexCode index = new IndexCode(s -> s);

    /// `rest % m * 4` would be `(rest % m) * 4`.
    @Test
    void anOperandIsOneWhateverStandsBesideIt() {
        assertEquals("m", index.factor(M));
        assertEquals("(m * 4)", index.factor(M.times(4)));
        assertEquals("(m * n)", index.factor(M.times(Size.symbol("n"))));
        assertEquals("(m + 1)", index.factor(M.plus(1)));
        assertEquals("(-m)", index.factor(Size.ZERO.minus(M)));
        assertEquals("7", index.factor(Size.of(7)));
        assertEquals("(-7)", index.factor(Size.of(-7)));
        assertEquals("(m >> 1)", index.factor(HALF));
        assertEquals("((m >> 1) * 4)", index.factor(HALF.times(4)));
        assertEquals("Math.floorDiv(m, 3)", index.factor(M.floorDiv(3)));
    }

    @Test
    void aSumNeedsNoParenthesesByItself() {
        assertEquals("(m >> 1) * 4 + 1", index.print(HALF.times(4).plus(1)));
        assertEquals("16L * (m >> 1) + 4L", index.bytes(HALF.times(4).plus(1), 4));
    }
}
