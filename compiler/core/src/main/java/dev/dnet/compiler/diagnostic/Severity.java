package dev.dnet.compiler.diagnostic;

/// How bad it is. Only an error stops the compilation.
public enum Severity {
    ERROR("error"),
    WARNING("warning"),
    NOTE("note");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /// The word that messages show.
    public String word() {
        return word;
    }
}
