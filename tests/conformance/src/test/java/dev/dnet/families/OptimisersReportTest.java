package dev.dnet.families;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Optimisers written in the language do what their references do.
final class OptimisersReportTest {

    @Test
    void holds() throws Exception {
        assertAll(
                OptimisersReport.claims().stream()
                        .map(c -> () -> assertTrue(c.holds(), c::toString)));
    }
}
