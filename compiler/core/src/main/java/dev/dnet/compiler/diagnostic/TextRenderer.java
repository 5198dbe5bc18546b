package dev.dnet.compiler.diagnostic;

import dev.dnet.compiler.source.Source;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/// For people: what is wrong, the source with every place underlined and why each matters, and what
/// to try.
///
/// ```
/// error[matmul/inner-dim]: the inner sizes differ: 400 and 256
///   --> lenet.dnet:14:20
///    |
/// 12 |     let f1 = Linear(in: 256, out: 120)
///    |                     ------- 256 comes from here
/// ...
/// 14 |           |> flatten |> f1 |> relu
///    |                         ^^ expects 256, gets 400
///    |
///    = help: write `in: 400`
/// ```
public record TextRenderer(boolean colour) implements Renderer {

    @Override
    public String render(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(this::one).collect(Collectors.joining("\n"));
    }

    private String one(Diagnostic d) {
        var out = new StringBuilder(title(d));
        var gutter = gutter(d);
        var arrow = "-->";
        for (var source : sources(d)) {
            snippet(out, d, source, gutter, arrow);
            arrow = ":::";
        }
        if (d.help().isPresent() && !sources(d).isEmpty()) {
            edge(out, gutter);
        }
        d.help().ifPresent(help -> help(out, help, gutter));
        return out.toString();
    }

    private String title(Diagnostic d) {
        var head = d.severity().word() + "[" + d.code() + "]";
        return Style.of(d.severity()).paint(head, colour)
                + Style.BOLD.paint(": " + d.message(), colour)
                + "\n";
    }

    /// The sources of all places, that of the error first.
    private static List<Source> sources(Diagnostic d) {
        var all = new LinkedHashSet<Source>();
        all.add(d.span().source());
        d.labels().forEach(label -> all.add(label.span().source()));
        all.remove(Source.NONE);
        return List.copyOf(all);
    }

    /// The width of the largest line number that is shown.
    private static int gutter(Diagnostic d) {
        return sources(d).stream()
                .flatMap(source -> Mark.of(d, source).stream())
                .mapToInt(mark -> Integer.toString(mark.line()).length())
                .max()
                .orElse(1);
    }

    private void snippet(StringBuilder out, Diagnostic d, Source source, int gutter, String arrow) {
        var marks = Mark.of(d, source);
        var place = marks.getFirst().span();
        out.append(" ".repeat(gutter)).append(frame(arrow)).append(' ').append(place).append('\n');
        edge(out, gutter);
        var lines = marks.stream().map(Mark::line).distinct().sorted().toList();
        var before = lines.getFirst() - 1;
        for (var line : lines) {
            if (line > before + 1) {
                out.append(frame("...")).append('\n');
            }
            var here = marks.stream().filter(m -> m.line() == line).toList();
            var window = Window.of(here);
            line(out, window, line, gutter);
            underline(out, here.stream().map(window::shift).toList(), d, gutter);
            before = line;
        }
    }

    private void edge(StringBuilder out, int gutter) {
        out.append(" ".repeat(gutter + 1)).append(frame("|")).append('\n');
    }

    private void line(StringBuilder out, Window window, int line, int gutter) {
        var shown = window.text();
        var number = " ".repeat(gutter - Integer.toString(line).length()) + line;
        out.append(frame(number + " |")).append(shown.isEmpty() ? "" : " " + shown).append('\n');
    }

    /// Underlines on one row each, from right to left, so that every text has room beside its own.
    private void underline(StringBuilder out, List<Mark> marks, Diagnostic d, int gutter) {
        var ordered =
                marks.stream().sorted(Comparator.comparingInt(Mark::from).reversed()).toList();
        for (var mark : ordered) {
            var style = mark.main() ? Style.of(d.severity()) : Style.SECOND;
            var signs = String.valueOf(mark.sign()).repeat(mark.to() - mark.from());
            var text = mark.text().isEmpty() ? "" : " " + mark.text();
            out.append(" ".repeat(gutter + 1))
                    .append(frame("|"))
                    .append(" ".repeat(mark.from() + 1))
                    .append(style.paint(signs + text, colour))
                    .append('\n');
        }
    }

    private void help(StringBuilder out, Help help, int gutter) {
        out.append(" ".repeat(gutter + 1))
                .append(frame("="))
                .append(' ')
                .append(Style.HELP.paint("help", colour))
                .append(": ")
                .append(help.text())
                .append('\n');
    }

    private String frame(String text) {
        return Style.FRAME.paint(text, colour);
    }
}
