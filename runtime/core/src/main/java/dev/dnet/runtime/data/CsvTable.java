package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The cells of a table with the place of each, after RFC 4180: a cell in double quotes may hold
/// the separator, line ends, and quotes written twice.
final class CsvTable {
    /// A cell and where it begins.
    record Cell(String text, int line, int column) {}

    private final Path path;
    private final char separator;
    private final String text;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<String> names;
    private int at;
    private int line = 1;
    private int lineStart;

    private CsvTable(Path path, CsvFormat format) {
        this.path = path;
        separator = format.separator();
        String whole = new String(DataFiles.read(path), StandardCharsets.UTF_8);
        text = whole.startsWith("\uFEFF") ? whole.substring(1) : whole;
        readRows();
        if (rows.isEmpty()) {
            throw empty();
        }
        names = format.header() ? headerNames() : numbers(rows.getFirst().size());
        rows.forEach(this::requireWidth);
        if (rows.isEmpty()) {
            throw empty();
        }
    }

    static CsvTable read(Path path, CsvFormat format) {
        return new CsvTable(path, format);
    }

    List<String> names() {
        return names;
    }

    List<List<Cell>> rows() {
        return rows;
    }

    int column(String name) {
        int column = names.indexOf(name);
        if (column < 0) {
            throw new DnetException(
                    "data/csv-column",
                    "%s has no column '%s'".formatted(path, name),
                    "one of " + names,
                    "check the spelling; blanks and capitals count");
        }
        return column;
    }

    DnetException wrong(String code, Cell cell, String found, String expected, String help) {
        return new DnetException(
                code,
                "%s:%d:%d: %s".formatted(path, cell.line(), cell.column(), found),
                expected,
                help);
    }

    private List<String> headerNames() {
        return rows.removeFirst().stream().map(cell -> cell.text().strip()).toList();
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "c" + i).toList();
    }

    private void readRows() {
        while (at < text.length()) {
            List<Cell> row = readRow();
            if (row.size() > 1 || !row.getFirst().text().isBlank()) {
                rows.add(row);
            }
        }
    }

    private List<Cell> readRow() {
        List<Cell> row = new ArrayList<>();
        row.add(readCell());
        while (at < text.length() && text.charAt(at) == separator) {
            at++;
            row.add(readCell());
        }
        endLine(row.getLast());
        return row;
    }

    private Cell readCell() {
        int cellLine = line;
        int column = at - lineStart + 1;
        String value = at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
        return new Cell(value, cellLine, column);
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != separator && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        Cell opening = new Cell("", line, at - lineStart + 1);
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"' && !accept('"')) {
                return value.toString();
            }
            value.append(c);
            countLine(c);
        }
        throw wrong(
                "data/csv-quote",
                opening,
                "a quote opens here and is never closed",
                "a closing quote",
                "close it, or write a quote inside a cell twice");
    }

    private void endLine(Cell last) {
        if (at < text.length() && !isLineEnd(text.charAt(at))) {
            throw wrong(
                    "data/csv-quote",
                    last,
                    "'%s' follows a closing quote".formatted(text.charAt(at)),
                    "the separator or the end of the line",
                    "write a quote inside a cell twice, or check the separator");
        }
        accept('\r');
        accept('\n');
        line++;
        lineStart = at;
    }

    private void countLine(char c) {
        if (c == '\n') {
            line++;
            lineStart = at;
        }
    }

    private boolean accept(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private void requireWidth(List<Cell> row) {
        if (row.size() != names.size()) {
            throw wrong(
                    "data/csv-cells",
                    row.getFirst(),
                    "this line has %d cell%s".formatted(row.size(), row.size() == 1 ? "" : "s"),
                    "%d, one for each column".formatted(names.size()),
                    "check the separator and the quotes of this line");
        }
    }

    private DnetException empty() {
        return new DnetException(
                "data/empty", path + " has no line of values", "at least one", "check the path");
    }
}
