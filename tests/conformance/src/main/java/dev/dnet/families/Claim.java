package dev.dnet.families;

import java.util.Locale;

/// What a row says of its program: a figure, and what was asked of it.
public record Claim(String what, String figure, boolean holds) {

    /// A figure that has to stay below a bound; what is not a number does not.
    static Claim below(String what, double figure, double bound) {
        return new Claim(what, text(figure) + ", asked < " + text(bound), figure < bound);
    }

    /// A figure that has to be above a bound; what is not a number is not.
    static Claim above(String what, double figure, double bound) {
        return new Claim(what, text(figure) + ", asked > " + text(bound), figure > bound);
    }

    /// A whole number that has to be this one.
    static Claim equal(String what, long figure, long asked) {
        return new Claim(what, figure + ", asked " + asked, figure == asked);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
