package quickstart.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import org.junit.jupiter.api.Test;

class ExclusiveTest {
    private static final Tensor CASES = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);

    @Test
    void learnsExclusiveOr() {
        var network = Exclusive.learn(300, 1);
        assertTrue(network.probability(false, true) > 0.9, "0 xor 1");
        assertTrue(network.probability(true, false) > 0.9, "1 xor 0");
        assertTrue(network.probability(false, false) < 0.1, "0 xor 0");
        assertTrue(network.probability(true, true) < 0.1, "1 xor 1");
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        var first = Exclusive.learn(20, 7).model().apply(CASES);
        var second = Exclusive.learn(20, 7).model().apply(CASES);
        assertArrayEquals(first.toFloats(), second.toFloats());
    }

    @Test
    void aWrongShapeIsNamed() {
        var model = Exclusive.learn(1, 1).model();
        var thrown = assertThrows(DnetException.class, () -> model.apply(CASES.reshape(2, 4)));
        assertEquals("argument/size", thrown.code());
        assertTrue(thrown.getMessage().contains("f32[N, 2]"), thrown.getMessage());
    }
}
