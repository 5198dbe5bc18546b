package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Set;

class VectorsTest {
    @AfterEach
    void forget() {
        System.clearProperty("dnet.vector");
    }

    @Test
    void widthFitsTheMachine() {
        int bits = Vectors.preferredBits();
        assertTrue(Set.of(0, 128, 256, 512).contains(bits));
        assertTrue(Vectors.available() || bits == 0);
    }

    @Test
    void propertyOverrides() {
        System.setProperty("dnet.vector", "0");
        assertEquals(0, Vectors.preferredBits());
        System.setProperty("dnet.vector", "100");
        TensorTest.assertCode("vector/width", Vectors::preferredBits);
    }

    @Test
    void aWidthNeedsTheModule() {
        System.setProperty("dnet.vector", "256");
        if (Vectors.available()) {
            assertEquals(256, Vectors.preferredBits());
        } else {
            TensorTest.assertCode("vector/missing-module", Vectors::preferredBits);
        }
    }
}
