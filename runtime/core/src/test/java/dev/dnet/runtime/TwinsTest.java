package dev.dnet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TwinsTest {
    private long now;
    private long plainTime;
    private long vectorTime;
    private int calls;
    private int trials;

    /// One call of kernel `k`, which takes the time of the twin that runs it.
    private String call(Twins<String> twins, int k) {
        var twin = twins.begin(k);
        boolean plain = twin.equals("plain");
        now += plain ? plainTime : vectorTime;
        calls++;
        trials += plain ? 0 : 1;
        twins.end();
        return twin;
    }

    private Twins<String> twins(int kernels) {
        return new Twins<>("plain", "vectors", kernels, () -> now);
    }

    @Test
    void oneTwinIsNoChoice() {
        var twins = new Twins<>("same", "same", 2);
        assertEquals("same", twins.begin(0));
        assertEquals("same", twins.begin(1));
    }

    @Test
    void startsPlainAndEndsWithVectorsOnceTheyAreFaster() {
        var twins = twins(1);
        plainTime = 1000;
        vectorTime = 100_000;
        for (int i = 0; i < 1000; i++) {
            call(twins, 0);
        }
        assertTrue(trials > 0 && trials < 10, () -> trials + " trials");
        vectorTime = 100;
        for (int i = 0; i < 1000; i++) {
            call(twins, 0);
        }
        int before = trials;
        vectorTime = 5000;
        assertEquals("vectors", call(twins, 0), "the choice was not final");
        assertEquals(before + 1, trials);
    }

    @Test
    void trialsCostHalfAsMuchAsPlainCalls() {
        var twins = twins(1);
        plainTime = 1000;
        vectorTime = 50_000;
        for (int i = 0; i < 10_000; i++) {
            call(twins, 0);
            long plain = (calls - trials) * plainTime;
            long spent = trials * vectorTime;
            assertTrue(2 * spent <= plain, () -> spent + " on trials, " + plain + " plain");
        }
        assertTrue(trials > 10);
    }

    @Test
    void longKernelsAreTriedSoon() {
        var twins = twins(1);
        plainTime = 1_000_000_000;
        vectorTime = 1_500_000_000;
        for (int i = 0; i < 5; i++) {
            call(twins, 0);
        }
        assertEquals(1, trials);
    }

    @Test
    void kernelsAreChosenForOneByOne() {
        var twins = twins(2);
        plainTime = 1000;
        vectorTime = 100;
        for (int i = 0; i < 1000; i++) {
            call(twins, 0);
        }
        assertEquals("vectors", twins.begin(0));
        assertEquals("plain", twins.begin(1));
    }

    @Test
    void aKernelThatFailedIsNotMeasured() {
        var twins = twins(1);
        plainTime = 1000;
        call(twins, 0);
        assertEquals("plain", twins.begin(0));
        now += 1_000_000_000_000L;
        twins.reset();
        assertEquals("plain", call(twins, 0), "a trial was paid for with time that was not spent");
    }
}
