package dev.dnet.families;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What the long row E3 holds that needs no training.
final class DecodingTest {

    @Test
    void textsAreWrittenAndCountedAsTheyShould() throws Exception {
        var compiled = Compiled.of("writing");
        holds(new Decoding(compiled).claims());
        holds(NgramCounts.of(compiled, LanguageText.find()).claims());
    }

    private static void holds(List<Claim> claims) {
        assertAll(claims.stream().map(c -> () -> assertTrue(c.holds(), c::toString)));
    }
}
