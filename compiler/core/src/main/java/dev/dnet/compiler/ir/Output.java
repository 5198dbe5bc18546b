package dev.dnet.compiler.ir;

/// A value that the program must compute: a result under its name, the new content of the variable
/// with this path, or a check that ends the call where it fails.
public record Output(Kind kind, String name, int value) {
    public enum Kind {
        RESULT,
        WRITE,
        CHECK
    }
}
