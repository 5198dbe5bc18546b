package dev.dnet.runtime.data;

/// What a table looks like before its values.
///
/// @param separator what stands between cells
/// @param header whether the first line names the columns; without it they are c1, c2, ...
/// @param skipIncomplete whether lines with an empty cell (or NA, NaN, ?, null) in a used column
///   are left out instead of being an error
public record CsvFormat(char separator, boolean header, boolean skipIncomplete) {
    /// Commas, a header, and no cell empty.
    public static final CsvFormat DEFAULT = new CsvFormat(',', true, false);
}
