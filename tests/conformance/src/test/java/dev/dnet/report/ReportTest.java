package dev.dnet.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ReportTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void listsEveryTableInOrder() throws Exception {
        assertEquals(0, report(new Fixed("two", 0), new Fixed("one", 1)).run(List.of("--list")));
        assertEquals(
                List.of("one          rows: 1", "two          rows: 0"),
                printed().lines().toList());
    }

    @Test
    void exitsWithZeroWhereEveryRowHolds() throws Exception {
        assertEquals(0, report(new Fixed("one", 0)).run(List.of("one")));
        assertTrue(printed().endsWith("all rows hold" + System.lineSeparator()), printed());
    }

    @Test
    void exitsWithOneWhereRowsFallShort() throws Exception {
        assertEquals(
                1, report(new Fixed("one", 3), new Fixed("two", 0)).run(List.of("one", "two")));
        assertTrue(printed().contains("3 rows fall short"), printed());
    }

    @Test
    void exitsWithTwoForAnUnknownName() throws Exception {
        assertEquals(2, report(new Fixed("one", 0)).run(List.of("three")));
        assertTrue(printed().contains("no table is called three"), printed());
    }

    @Test
    void exitsWithTwoWithoutANameOrForAnUnknownOption() throws Exception {
        assertEquals(2, report().run(List.of()));
        assertEquals(2, report().run(List.of("--every")));
    }

    private Report report(ReportTable... tables) {
        return new Report(List.of(tables), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private record Fixed(String name, int fallShort) implements ReportTable {
        @Override
        public String summary() {
            return "rows: " + fallShort;
        }

        @Override
        public int print(PrintStream out) {
            return fallShort;
        }
    }
}
