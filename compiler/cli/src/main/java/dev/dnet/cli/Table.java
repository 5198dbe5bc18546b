package dev.dnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows as text in columns: the first column to the left, the others to the right.
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        row(titles);
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /// The table, each line ended, with a rule below the titles.
    String text() {
        var lines = new ArrayList<>(rows.stream().map(this::line).toList());
        lines.add(1, "-".repeat(lines.stream().mapToInt(String::length).max().orElse(0)));
        return String.join("\n", lines) + "\n";
    }

    private String line(List<String> row) {
        return IntStream.range(0, row.size())
                .mapToObj(c -> pad(row.get(c), width(c), c == 0))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(r -> column < r.size() ? r.get(column).length() : 0)
                .max()
                .orElse(0);
    }

    private static String pad(String text, int width, boolean left) {
        var blanks = " ".repeat(width - text.length());
        return left ? text + blanks : blanks + text;
    }
}
