package dev.dnet.testing;

import com.google.auto.service.AutoService;

import dev.dnet.report.ReportTable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// `tests/report random`: a thousand random programs for the gradients, and for every subject.
@AutoService(ReportTable.class)
public final class RandomReport implements ReportTable {
    private static final int PROGRAMS = 1000;
    private static final int MOST_FAILURES = 3;
    private static final String ROW = "%-14s %9s %9s %9s   %s%n";

    private record Row(String name, Check check) {}

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String summary() {
        return "random programs, forward and gradients, against the float64 interpreter (1,000"
                + " each, 0 failures)";
    }

    @Override
    public int print(PrintStream out) {
        out.printf(ROW, "subject", "programs", "asked", "failures", "drawn again");
        int fallShort = 0;
        for (var row : rows()) {
            fallShort += print(out, row) ? 0 : 1;
        }
        return fallShort;
    }

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        rows.add(new Row("gradients", Check.gradients()));
        ServiceLoader.load(Subject.class)
                .forEach(s -> rows.add(new Row(s.name(), Check.sameAs(s))));
        return rows;
    }

    private static boolean print(PrintStream out, Row row) {
        var campaign = new Campaign(row.check()).run(1, PROGRAMS, MOST_FAILURES);
        out.printf(
                ROW,
                row.name(),
                campaign.compared(),
                PROGRAMS,
                campaign.failures().size(),
                campaign.redrawn());
        campaign.failures().forEach(out::println);
        return campaign.failures().isEmpty() && campaign.compared() >= PROGRAMS;
    }
}
