package dev.dnet.cli.device;

import java.util.Arrays;
import java.util.List;

/// A device of TornadoVM, as a machine that has it says.
///
/// @param name for `--device`
/// @param model its own name
/// @param kind `GPU`, `CPU`, …
/// @param memory bytes
/// @param largest bytes of one array
/// @param types element types whose kernels gave the right numbers
/// @param failures what went wrong with others; empty if nothing did
public record FoundDevice(
        String name,
        String model,
        String kind,
        long memory,
        long largest,
        List<String> types,
        String failures) {
    private static final int FIELDS = 7;

    public FoundDevice {
        types = List.copyOf(types);
    }

    /// From a line of the runtime's `Probe`; other lines are TornadoVM's own.
    static List<FoundDevice> read(String printed) {
        return printed.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == FIELDS)
                .map(FoundDevice::of)
                .toList();
    }

    private static FoundDevice of(String[] f) {
        var types = f[5].isEmpty() ? List.<String>of() : Arrays.asList(f[5].split(" ", -1));
        return new FoundDevice(
                f[0], f[1], f[2], Long.parseLong(f[3]), Long.parseLong(f[4]), types, f[6]);
    }

    /// For a person.
    public String text() {
        var text =
                "%s  %s, %s, %,d MiB, %s"
                        .formatted(name, model, kind, memory >> 20, String.join(" ", types));
        return failures.isEmpty() ? text : text + "; not " + failures;
    }
}
