package dev.dnet.compiler.ir;

import java.util.Locale;

/// A value that the program must compute: a result under its name, the new content of the variable
/// with this path, or a check that ends the call where it fails.
public record Output(Kind kind, String name, int value) {
    public enum Kind {
        RESULT,
        WRITE,
        CHECK,
        /// In the body of a [Scan]: what the next turn gets.
        NEXT,
        /// In the body of a [Scan]: this turn's slice of a stacked result.
        YIELD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
