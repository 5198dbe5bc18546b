package dev.dnet.compiler.diagnostic;

import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.List;

/// One underline of one source line: columns count from 0, in displayed characters with tabs as
/// four.
record Mark(Span span, int line, int from, int to, String text, boolean main) {
    static final int TAB = 4;

    /// A span over several lines is underlined on its first.
    static Mark of(Span span, String text, boolean main) {
        var source = span.source();
        var content = source.lineText(span.start());
        var start = source.column(span.start()) - 1;
        var sameLine = source.line(span.end()) == span.line();
        var end =
                sameLine
                        ? source.column(span.end()) - 1
                        : content.codePointCount(0, content.length());
        var from = width(content, start);
        return new Mark(
                span, span.line(), from, Math.max(from + 1, width(content, end)), text, main);
    }

    /// The marks of a diagnostic in one source; a label at the main place gives that place its
    /// text.
    static List<Mark> of(Diagnostic diagnostic, Source source) {
        var marks = new ArrayList<Mark>();
        var here =
                diagnostic.labels().stream()
                        .filter(label -> label.span().equals(diagnostic.span()))
                        .map(Label::text)
                        .toList();
        if (diagnostic.span().source().equals(source)) {
            marks.add(of(diagnostic.span(), String.join("; ", here), true));
        }
        for (var label : diagnostic.labels()) {
            if (label.span().source().equals(source) && !label.span().equals(diagnostic.span())) {
                marks.add(of(label.span(), label.text(), false));
            }
        }
        return marks;
    }

    private static int width(String line, int characters) {
        var points = line.codePoints().limit(characters);
        return points.map(c -> c == '\t' ? TAB : 1).sum();
    }

    char sign() {
        return main ? '^' : '-';
    }
}
