package dev.dnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The command line that goes on with a stopped run.
final class CommandText {
    private CommandText() {}

    /// The same arguments without the options named, which take a value, and with `--resume FILE`.
    static String resuming(List<String> arguments, Set<String> without, String checkpoint) {
        var kept = new ArrayList<>(List.of("dnetc"));
        boolean skip = false;
        for (var argument : arguments) {
            boolean whole = without.contains(argument);
            if (!skip && !whole && without.stream().noneMatch(o -> argument.startsWith(o + "="))) {
                kept.add(quoted(argument));
            }
            skip = whole;
        }
        kept.add("--resume");
        kept.add(quoted(checkpoint));
        return String.join(" ", kept);
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,+@%-]+")
                ? argument
                : "'" + argument.replace("'", "'\\''") + "'";
    }
}
