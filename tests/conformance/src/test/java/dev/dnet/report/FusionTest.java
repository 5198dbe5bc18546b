package dev.dnet.report;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class FusionTest {
    @Test
    void normalisationsAndLossesTakeFewPasses() {
        var rows = FusionTraffic.measure();
        assertTrue(rows.keySet().containsAll(FusionReport.ASKED.keySet()));
        assertAll(
                rows.values().stream()
                        .filter(row -> FusionReport.ASKED.containsKey(row.program()))
                        .map(row ->
                                () -> {
                                    int asked = FusionReport.ASKED.getOrDefault(row.program(), 0);
                                    assertTrue(
                                            row.after().passes() <= asked,
                                            row.program()
                                                    + ": "
                                                    + row.after()
                                                    + ", asked "
                                                    + asked);
                                }));
    }

    @Test
    void fusionSavesTrafficAndMemoryInEveryProgramThatHasAChain() {
        for (var row : FusionTraffic.measure().values()) {
            if (FusionReport.ASKED.containsKey(row.program())) {
                assertTrue(row.after().bytes() < row.before().bytes(), row.toString());
                assertTrue(row.after().arena() < row.before().arena(), row.toString());
            }
        }
    }
}
