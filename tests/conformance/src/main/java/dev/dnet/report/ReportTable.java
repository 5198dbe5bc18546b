package dev.dnet.report;

import java.io.PrintStream;

/// One table that `tests/report NAME` prints. Annotate an implementation with
/// `@AutoService(ReportTable.class)` and it is found; no list is edited.
public interface ReportTable {
    /// What the user types: lower case, without spaces.
    String name();

    /// One line for `tests/report --list`: what is measured, and what is asked of it.
    String summary();

    /// Prints the table, the figure reached beside the one asked, and returns how many rows fall
    /// short.
    int print(PrintStream out) throws Exception;
}
