package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ElementTypeTest {
    @Test
    void namesAreThoseOfTheLanguage() {
        for (ElementType type : ElementType.values()) {
            assertEquals(Optional.of(type), ElementType.ofDnetName(type.dnetName()));
        }
        assertTrue(ElementType.ofDnetName("float").isEmpty());
        assertEquals("f32", ElementType.F32.toString());
        assertEquals(8, ElementType.I64.bytes());
    }
}
