package dev.dnet.compiler.ir;

/// A value that leaves the program: a result under its name, or the new content of the variable
/// with this path.
public record Output(Kind kind, String name, int value) {
    public enum Kind {
        RESULT,
        WRITE
    }
}
