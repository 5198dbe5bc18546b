package dev.dnet.families;

import static java.util.stream.Collectors.toMap;

import com.google.auto.service.AutoService;

import dev.dnet.report.ReportTable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/// `tests/report families`: the systems and techniques that the language is there for, with what
/// the program of each reached, and what is missing.
@AutoService(ReportTable.class)
public final class FamiliesReport implements ReportTable {
    private static final String HEAD = "%-4s %s: %s%n";
    private static final String LINE = "     %-8s %s: %s%n";

    @Override
    public String name() {
        return "families";
    }

    @Override
    public String summary() {
        return "systems and techniques of the field: what the program of each reached, what is missing";
    }

    /// The rows that are there, by name.
    public static Map<String, Family> families() {
        return ServiceLoader.load(Family.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(toMap(Family::row, Function.identity(), (a, b) -> a, TreeMap::new));
    }

    @Override
    public int print(PrintStream out) throws Exception {
        var families = families();
        int fallShort = 0;
        for (var row : AskedRow.all()) {
            out.printf(HEAD, row.name(), row.system(), row.shows());
            var family = families.get(row.name());
            fallShort += family == null ? 0 : print(family, out);
            if (!row.waits().isEmpty()) {
                out.printf(LINE, "missing", family == null ? "all of it" : "the rest", row.waits());
            }
        }
        return fallShort;
    }

    private static int print(Family family, PrintStream out) throws Exception {
        int fails = 0;
        var claims = new ArrayList<>(family.measure());
        claims.addAll(family.measureAtLength());
        for (var claim : claims) {
            out.printf(LINE, claim.holds() ? "holds" : "FAILS", claim.what(), claim.figure());
            fails += claim.holds() ? 0 : 1;
        }
        return fails == 0 ? 0 : 1;
    }
}
