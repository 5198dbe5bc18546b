package dev.dnet.families;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What the long row E3 holds that needs no training.
final class DecodingTest {

    @Test
    void textsAreWrittenAsTheyShould() throws Exception {
        holds(new Decoding(Compiled.of("writing")).claims());
    }

    @Test
    void countsOfNgramsTellTheNextByte() throws Exception {
        holds(NgramCounts.of(Compiled.of("writing"), LanguageText.find()).claims());
    }

    private static void holds(List<Claim> claims) {
        assertAll(claims.stream().map(c -> () -> assertTrue(c.holds(), c::toString)));
    }
}
