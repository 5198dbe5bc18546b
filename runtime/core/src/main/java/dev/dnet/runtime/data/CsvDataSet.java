package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.data.CsvTable.Cell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads a table of text into memory.
///
/// Fields are given, or follow from the columns: then all columns of numbers but the label become
/// `features`, f32, each column of words a field of its own, and the label `label` (i32 if it is
/// words, else f32).
public final class CsvDataSet {
    private static final Set<String> EMPTY = Set.of("", "na", "nan", "?", "null");

    private final CsvTable table;
    private final List<List<Cell>> rows;
    private List<String> classes = List.of();

    private CsvDataSet(CsvTable table, List<List<Cell>> rows) {
        this.table = table;
        this.rows = rows;
    }

    /// Reads the fields that are given.
    public static DataSet read(Path path, CsvFormat format, List<CsvField> fields) {
        CsvTable table = CsvTable.read(path, format);
        return new CsvDataSet(table, rows(path, table, format, columns(table, fields)))
                .toDataSet(fields);
    }

    /// Reads all columns, one of which is the label.
    public static DataSet read(Path path, CsvFormat format, String label) {
        CsvTable table = CsvTable.read(path, format);
        table.column(label);
        List<List<Cell>> rows = rows(path, table, format, columns(table, List.of()));
        CsvDataSet reader = new CsvDataSet(table, rows);
        return reader.toDataSet(reader.inferred(label));
    }

    private static List<Integer> columns(CsvTable table, List<CsvField> fields) {
        List<String> names = fields.isEmpty() ? table.names() : names(fields);
        return names.stream().map(table::column).toList();
    }

    private static List<String> names(List<CsvField> fields) {
        List<String> names = new ArrayList<>();
        for (CsvField field : fields) {
            switch (field) {
                case CsvField.Numbers(var name, var type, var columns) -> names.addAll(columns);
                case CsvField.Scalar(var name, var type, var column) -> names.add(column);
                case CsvField.Classes(var name, var column) -> names.add(column);
            }
        }
        return names;
    }

    private static List<List<Cell>> rows(
            Path path, CsvTable table, CsvFormat format, List<Integer> used) {
        if (!format.skipIncomplete()) {
            return table.rows();
        }
        List<List<Cell>> whole =
                table.rows().stream()
                        .filter(row -> used.stream().noneMatch(column -> missing(row.get(column))))
                        .toList();
        if (whole.isEmpty()) {
            throw new DnetException(
                    "data/empty",
                    "every line of %s lacks a value".formatted(path),
                    "at least one whole line",
                    "use fewer columns");
        }
        return whole;
    }

    private List<CsvField> inferred(String label) {
        List<CsvField> fields = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (String name : table.names()) {
            if (name.equals(label)) {
                continue;
            }
            if (isNumeric(name)) {
                numbers.add(name);
            } else {
                fields.add(new CsvField.Classes(name, name));
            }
        }
        if (!numbers.isEmpty()) {
            fields.addFirst(new CsvField.Numbers("features", ElementType.F32, numbers));
        }
        fields.add(
                isNumeric(label)
                        ? new CsvField.Scalar("label", ElementType.F32, label)
                        : new CsvField.Classes("label", label));
        return fields;
    }

    /// A column is one of words if its first value that is there is a word; a later word in a
    /// column of numbers is an error with its place.
    private boolean isNumeric(String name) {
        int column = table.column(name);
        return rows.stream()
                .map(row -> row.get(column))
                .filter(cell -> !missing(cell))
                .findFirst()
                .map(cell -> looksNumeric(cell.text().strip()))
                .orElse(false);
    }

    private DataSet toDataSet(List<CsvField> fields) {
        List<Tensor> tensors = new ArrayList<>();
        for (CsvField field : fields) {
            tensors.add(tensor(field));
        }
        return new TensorDataSet(fields.stream().map(CsvField::name).toList(), tensors, classes);
    }

    private Tensor tensor(CsvField field) {
        return switch (field) {
            case CsvField.Numbers(var name, var type, var columns) ->
                    numbers(type, columns).reshape(rows.size(), columns.size());
            case CsvField.Scalar(var name, var type, var column) -> numbers(type, List.of(column));
            case CsvField.Classes(var name, var column) -> classes(table.column(column));
        };
    }

    private Tensor numbers(ElementType type, List<String> names) {
        int[] columns = names.stream().mapToInt(table::column).toArray();
        Tensor tensor = Tensor.zeros(type, (long) rows.size() * columns.length);
        long place = 0;
        for (List<Cell> row : rows) {
            for (int i = 0; i < columns.length; i++) {
                put(tensor, place++, row.get(columns[i]), names.get(i));
            }
        }
        return tensor;
    }

    private void put(Tensor tensor, long place, Cell cell, String name) {
        requireThere(cell, name);
        String text = cell.text().strip();
        try {
            switch (tensor.type()) {
                case F32, F16, BF16 -> tensor.setFloat((float) decimal(text), place);
                case F64 -> tensor.setDouble(decimal(text), place);
                case I32 -> tensor.setInt(Integer.parseInt(text), place);
                case I64 -> tensor.setLong(Long.parseLong(text), place);
                case BOOL -> tensor.setBoolean(bool(text), place);
            }
        } catch (NumberFormatException e) {
            throw table.wrong(
                    "data/csv-value",
                    cell,
                    "'%s' stands in column '%s'".formatted(text, name),
                    "a number of type " + tensor.type(),
                    "mend the value, or read the column as classes");
        }
    }

    private Tensor classes(int column) {
        String name = table.names().get(column);
        List<String> words = new ArrayList<>();
        for (List<Cell> row : rows) {
            requireThere(row.get(column), name);
            words.add(row.get(column).text().strip());
        }
        List<String> sorted = sorted(words);
        classes = sorted;
        Map<String, Integer> places = new HashMap<>();
        sorted.forEach(word -> places.put(word, places.size()));
        int[] labels = words.stream().mapToInt(word -> places.getOrDefault(word, -1)).toArray();
        return Tensor.of(labels, labels.length);
    }

    private static List<String> sorted(List<String> words) {
        boolean integers = words.stream().allMatch(word -> word.matches("-?\\d{1,18}"));
        Comparator<String> order =
                integers ? Comparator.comparing(Long::valueOf) : Comparator.naturalOrder();
        return words.stream().distinct().sorted(order).toList();
    }

    private void requireThere(Cell cell, String name) {
        if (missing(cell)) {
            throw table.wrong(
                    "data/csv-missing",
                    cell,
                    "column '%s' has no value ('%s')".formatted(name, cell.text().strip()),
                    "a value in every line",
                    "fill it in, leave the column out, or skip incomplete lines");
        }
    }

    private static boolean missing(Cell cell) {
        return EMPTY.contains(cell.text().strip().toLowerCase(Locale.ROOT));
    }

    private static boolean looksNumeric(String text) {
        return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    }

    private static double decimal(String text) {
        if (!looksNumeric(text)) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new NumberFormatException(text);
        };
    }
}
