package dev.dnet.compiler.diagnostic;

import dev.dnet.compiler.source.Span;

import java.util.List;

/// A JSON array for programs, one object a line. Lines and columns count from 1, `start` and `end`
/// are UTF-16 offsets.
public record JsonRenderer() implements Renderer {

    @Override
    public String render(List<Diagnostic> diagnostics) {
        var objects = diagnostics.stream().map(JsonRenderer::diagnostic).toList();
        return objects.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", objects) + "\n]\n";
    }

    private static String diagnostic(Diagnostic d) {
        var labels = d.labels().stream().map(JsonRenderer::label).toList();
        return "{\"severity\":%s,\"code\":%s,\"message\":%s,\"span\":%s,\"labels\":[%s],\"help\":%s}"
                .formatted(
                        string(d.severity().word()),
                        string(d.code()),
                        string(d.message()),
                        span(d.span()),
                        String.join(",", labels),
                        d.help().map(JsonRenderer::help).orElse("null"));
    }

    private static String label(Label label) {
        return "{\"text\":%s,\"span\":%s}".formatted(string(label.text()), span(label.span()));
    }

    private static String help(Help help) {
        return "{\"text\":%s,\"fix\":%s}"
                .formatted(string(help.text()), help.fix().map(JsonRenderer::fix).orElse("null"));
    }

    private static String fix(Fix fix) {
        return "{\"text\":%s,\"span\":%s}".formatted(string(fix.text()), span(fix.span()));
    }

    private static String span(Span span) {
        if (span.isNone()) {
            return "null";
        }
        var source = span.source();
        return ("{\"file\":%s,\"line\":%d,\"column\":%d,\"endLine\":%d,\"endColumn\":%d,"
                        + "\"start\":%d,\"end\":%d}")
                .formatted(
                        string(source.name()),
                        span.line(),
                        span.column(),
                        source.line(span.end()),
                        source.column(span.end()),
                        span.start(),
                        span.end());
    }

    private static String string(String text) {
        var result = new StringBuilder("\"");
        text.chars().forEach(c -> result.append(escape((char) c)));
        return result.append('"').toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c);
        };
    }
}
