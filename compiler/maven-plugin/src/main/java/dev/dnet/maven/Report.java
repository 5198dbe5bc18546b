package dev.dnet.maven;

import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Shows what the compiler found the way Maven shows javac's: `file:[line,column] message`, which
/// editors and continuous integration know how to read.
final class Report {
    private final Log log;
    private final Path root;

    Report(Log log, Path root) {
        this.log = log;
        this.root = root;
    }

    /// Shows everything, and fails where there is an error.
    void show(List<JsonNode> diagnostics) throws MojoFailureException {
        int errors = 0;
        for (var diagnostic : diagnostics) {
            if (diagnostic.path("severity").asString().equals("error")) {
                errors++;
                log.error(text(diagnostic));
            } else {
                log.warn(text(diagnostic));
            }
        }
        if (errors > 0) {
            throw new MojoFailureException(
                    "dnet: %d error%s in %s".formatted(errors, errors == 1 ? "" : "s", root));
        }
    }

    private String text(JsonNode diagnostic) {
        var text = new StringBuilder(place(diagnostic.path("span")));
        text.append(diagnostic.path("severity").asString())
                .append('[')
                .append(diagnostic.path("code").asString())
                .append("]: ")
                .append(diagnostic.path("message").asString());
        for (var label : diagnostic.path("labels")) {
            text.append("\n    ")
                    .append(place(label.path("span")))
                    .append(label.path("text").asString());
        }
        var help = diagnostic.path("help").path("text");
        return help.isString()
                ? text.append("\n    help: ").append(help.asString()).toString()
                : text.toString();
    }

    /// The standard library's files stand in a jar; theirs is the name that the compiler gives.
    private String place(JsonNode span) {
        if (!span.isObject()) {
            return "";
        }
        var name = span.path("file").asString();
        var own = name.contains(":") ? root : root.resolve(name);
        var file = Files.isRegularFile(own) ? own.toString() : name;
        return "%s:[%d,%d] "
                .formatted(file, span.path("line").asInt(), span.path("column").asInt());
    }
}
