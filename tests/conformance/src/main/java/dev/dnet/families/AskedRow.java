package dev.dnet.families;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A row as it is asked for, a line of `families.txt`.
///
/// @param shows what its program must show
/// @param waits what is missing and for what it waits; empty where all is there
public record AskedRow(String name, String system, String shows, String waits) {
    private static final String FILE = "families.txt";

    /// All rows, in order.
    public static List<AskedRow> all() throws IOException {
        try (var in = AskedRow.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .map(AskedRow::of)
                    .toList();
        }
    }

    private static AskedRow of(String line) {
        var parts = line.split("\\|", -1);
        if (parts.length != 4) {
            throw new IllegalStateException(FILE + ": " + line);
        }
        return new AskedRow(parts[0].strip(), parts[1].strip(), parts[2].strip(), parts[3].strip());
    }
}
