package dev.dnet.compiler.diagnostic;

/// What parts of a rendered diagnostic look like: plain, or coloured for a terminal.
enum Style {
    ERROR("31;1"),
    WARNING("33;1"),
    NOTE("36;1"),
    BOLD("1"),
    FRAME("34;1"),
    SECOND("34;1"),
    HELP("32;1");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String paint(String text, boolean colour) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    static Style of(Severity severity) {
        return switch (severity) {
            case ERROR -> ERROR;
            case WARNING -> WARNING;
            case NOTE -> NOTE;
        };
    }
}
