package dev.dnet.families;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.stream.Collectors;

/// Every row that is there reaches what it is asked.
final class FamiliesTest {

    static Collection<String> rows() {
        return FamiliesReport.families().keySet();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void holds(String row) throws Exception {
        var family = requireNonNull(FamiliesReport.families().get(row), row);
        if (family.isLong()) {
            Assumptions.abort(row + " takes minutes: tests/report families measures it");
        }
        var claims = family.measure();
        assertFalse(claims.isEmpty(), row);
        assertAll(claims.stream().map(c -> () -> assertTrue(c.holds(), c::toString)));
    }

    /// A row is there or says what it waits for; none has a name that was not asked for.
    @Test
    void everyRowThatIsAskedForIsThereOrWaits() throws IOException {
        var there = rows();
        var asked = AskedRow.all();
        assertAll(
                asked.stream()
                        .map(a ->
                                () ->
                                        assertTrue(
                                                there.contains(a.name()) || !a.waits().isEmpty(),
                                                a.name())));
        var names = asked.stream().map(AskedRow::name).collect(Collectors.toSet());
        var unknown = new HashSet<>(there);
        unknown.removeAll(names);
        assertTrue(unknown.isEmpty(), unknown::toString);
    }
}
