package dev.dnet.compiler.diagnostic;

import java.util.List;

/// One line each: `file:line:col: error[code]: message`, for editors and `grep`.
public record ShortRenderer() implements Renderer {

    @Override
    public String render(List<Diagnostic> diagnostics) {
        var result = new StringBuilder();
        for (var d : diagnostics) {
            result.append(line(d)).append('\n');
        }
        return result.toString();
    }

    private static String line(Diagnostic d) {
        return "%s: %s[%s]: %s"
                .formatted(d.span(), d.severity().word(), d.code(), d.message().replace('\n', ' '));
    }
}
