package dev.dnet.compiler.elaborate;

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

    /// Edits between two names; a difference in case only is one.
    static int distance(String a, String b) {
        if (a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT))) {
            return a.equals(b) ? 0 : 1;
        }
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
