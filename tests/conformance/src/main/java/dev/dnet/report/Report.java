package dev.dnet.report;

import static java.util.Comparator.comparing;

import java.io.PrintStream;
import java.util.List;
import java.util.ServiceLoader;

/// Prints the tables by name, or lists them.
public final class Report {
    private static final int DONE = 0;
    private static final int SHORT = 1;
    private static final int MISUSE = 2;

    private final List<ReportTable> tables;
    private final PrintStream out;

    Report(List<ReportTable> tables, PrintStream out) {
        this.tables = tables.stream().sorted(comparing(ReportTable::name)).toList();
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        var tables =
                ServiceLoader.load(ReportTable.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        System.exit(new Report(tables, System.out).run(List.of(args)));
    }

    int run(List<String> args) throws Exception {
        if (args.equals(List.of("--list"))) {
            tables.forEach(table -> out.printf("%-12s %s%n", table.name(), table.summary()));
            return DONE;
        }
        if (args.isEmpty() || args.stream().anyMatch(arg -> arg.startsWith("-"))) {
            out.println("usage: tests/report NAME...   (tests/report --list names the tables)");
            return MISUSE;
        }
        return printAll(args);
    }

    private int printAll(List<String> names) throws Exception {
        int worst = DONE;
        for (String name : names) {
            worst = Math.max(worst, printOne(name));
        }
        return worst;
    }

    private int printOne(String name) throws Exception {
        var table = tables.stream().filter(t -> t.name().equals(name)).findFirst();
        if (table.isEmpty()) {
            out.printf("report: no table is called %s; tests/report --list names them%n", name);
            return MISUSE;
        }
        out.printf("%s: %s%n", name, table.get().summary());
        int fallShort = table.get().print(out);
        out.println(fallShort == 0 ? "all rows hold" : fallShort + " rows fall short");
        return fallShort == 0 ? DONE : SHORT;
    }
}
