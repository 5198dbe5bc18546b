package dev.dnet.compiler.diagnostic;

import java.util.List;

/// The part of a source line that is shown: all of it, or where it is very long what is around the
/// first mark.
record Window(String text, int cut) {
    private static final int WIDEST = 160;
    private static final int BEFORE = 60;
    private static final String GAP = "…";

    static Window of(List<Mark> marks) {
        var span = marks.getFirst().span();
        var line = span.source().lineText(span.start()).replace("\t", " ".repeat(Mark.TAB));
        var length = line.codePointCount(0, line.length());
        if (length <= WIDEST) {
            return new Window(line.stripTrailing(), 0);
        }
        var first = marks.stream().mapToInt(Mark::from).min().orElse(0);
        var start = Math.max(0, Math.min(first - BEFORE, length - WIDEST));
        var end = Math.min(length, start + WIDEST);
        var text =
                (start > 0 ? GAP : "")
                        + line.substring(
                                line.offsetByCodePoints(0, start), line.offsetByCodePoints(0, end))
                        + (end < length ? GAP : "");
        return new Window(text, start > 0 ? start - GAP.length() : 0);
    }

    /// The mark where it stands in what is shown.
    Mark shift(Mark mark) {
        var from = clamp(mark.from());
        var to = Math.max(from + 1, clamp(mark.to()));
        return new Mark(mark.span(), mark.line(), from, to, mark.text(), mark.main());
    }

    private int clamp(int column) {
        var width = text.codePointCount(0, text.length());
        return Math.max(0, Math.min(width, column - cut));
    }
}
