package dev.dnet.compiler.source;

/// One text that the compiler reads. The name is what messages show: a path relative to where the
/// user stands.
public record Source(String name, String text) {

    /// The source of spans that belong to no text, such as built-in declarations.
    public static final Source NONE = new Source("<built-in>", "");

    /// The line that holds the offset, counted from 1.
    public int line(int offset) {
        var line = 1;
        for (var i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
            line++;
        }
        return line;
    }

    /// The column of the offset, counted from 1, a character (not a byte) a column.
    public int column(int offset) {
        var at = lineStart(offset);
        return text.codePointCount(at, Math.max(at, Math.min(offset, text.length()))) + 1;
    }

    /// The whole line that holds the offset, without its end.
    public String lineText(int offset) {
        var start = lineStart(offset);
        var end = text.indexOf('\n', start);
        var line = text.substring(start, end < 0 ? text.length() : end);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private int lineStart(int offset) {
        return offset <= 0 ? 0 : text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
