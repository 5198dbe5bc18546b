package dev.dnet.compiler.elaborate;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The name that was probably meant.
final class Nearest {
    private Nearest() {}

    static Optional<String> of(String name, Collection<String> candidates) {
        return candidates.stream()
                .filter(c -> distance(name, c) <= tolerance(name))
                .filter(c -> name.length() > 2 || name.equalsIgnoreCase(c))
                .min(Comparator.<String>comparingInt(c -> distance(name, c)).thenComparing(c -> c));
    }

    private static int tolerance(String name) {
        return Math.max(1, name.length() / 3);
    }

    /// A sentence for help, or the fallback.
    static String help(String name, Collection<String> candidates, String fallback) {
        return of(name, candidates).map(n -> "did you mean `" + n + "`?").orElse(fallback);
    }

    /// Edits between two names: letters changed, left out, put in, or swapped with the next. A
    /// difference in case only is one.
    static int distance(String a, String b) {
        if (a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT))) {
            return a.equals(b) ? 0 : 1;
        }
        var before = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        Arrays.setAll(last, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(last[j], row[j - 1]));
                if (swapped(a, b, i, j)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, String b, int i, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
