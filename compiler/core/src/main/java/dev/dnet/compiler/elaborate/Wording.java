package dev.dnet.compiler.elaborate;

import java.util.Collection;
import java.util.stream.Collectors;

/// Small pieces of sentences.
final class Wording {
    private Wording() {}

    /// A few of the names, in order; the rest as a number.
    static String list(Collection<String> names) {
        if (names.isEmpty()) {
            return "nothing";
        }
        var shown =
                names.stream().limit(8).map(n -> "`" + n + "`").collect(Collectors.joining(", "));
        return names.size() <= 8 ? shown : shown + " and " + (names.size() - 8) + " more";
    }

    static String axes(int count) {
        return count + (count == 1 ? " axis" : " axes");
    }

    static String times(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
