package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

class WorkspaceTest {
    @Test
    void memoryIsKeptAndOnlyGrows() {
        try (Workspace space = new Workspace()) {
            MemorySegment first = space.enter(1000);
            space.exit();
            assertEquals(0, first.address() % 64);
            assertEquals(first.address(), space.enter(10).address());
            space.exit();
            MemorySegment larger = space.enter(5000);
            larger.set(ValueLayout.JAVA_BYTE, 4999, (byte) 1);
            space.exit();
            assertEquals(5000, space.bytes());
            assertFalse(first.scope().isAlive());
        }
    }

    @Test
    void twoAtATimeAreRefused() {
        try (Workspace space = new Workspace()) {
            space.enter(8);
            TensorTest.assertCode("session/busy", () -> space.enter(8));
            TensorTest.assertCode("session/busy", space::close);
            space.exit();
            assertEquals(8, space.enter(8).byteSize());
            space.exit();
        }
    }

    @Test
    void tooMuchMemoryHasANameAndLeavesTheSessionFree() {
        try (Workspace space = new Workspace()) {
            TensorTest.assertCode("session/out-of-memory", () -> space.enter(1L << 60));
            assertTrue(space.enter(64).byteSize() >= 64);
            space.exit();
        }
    }
}
