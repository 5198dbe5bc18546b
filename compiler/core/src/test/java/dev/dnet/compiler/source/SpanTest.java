package dev.dnet.compiler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SpanTest {
    private static final Source SOURCE = new Source("a.dnet", "first\r\nsecond 🙂 x\n");

    @Test
    void linesAndColumnsCountFromOne() {
        assertEquals("a.dnet:1:1", new Span(SOURCE, 0, 5).toString());
        assertEquals("a.dnet:2:1", new Span(SOURCE, 7, 13).toString());
        assertEquals("a.dnet:2:10", new Span(SOURCE, 17, 18).toString());
        assertEquals(
                "a.dnet:3:1",
                new Span(SOURCE, SOURCE.text().length(), SOURCE.text().length()).toString());
    }

    @Test
    void linesHaveNoEnd() {
        assertEquals("first", SOURCE.lineText(3));
        assertEquals("second 🙂 x", SOURCE.lineText(8));
        assertEquals("", SOURCE.lineText(SOURCE.text().length()));
    }

    @Test
    void mergingTakesBothAndKeepsWhatHasAPlace() {
        var first = new Span(SOURCE, 0, 5);
        var second = new Span(SOURCE, 7, 13);
        assertEquals(new Span(SOURCE, 0, 13), second.merge(first));
        assertEquals(first, Span.none().merge(first));
        assertEquals(first, first.merge(Span.none()));
        assertTrue(Span.none().isNone());
        assertEquals("second", second.text());
    }
}
