package dev.dnet.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ReportTest {
    @TempDir private Path folder = Path.of("");

    private static final class Lines extends SystemStreamLog {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void error(CharSequence content) {
            lines.add("ERROR " + content);
        }

        @Override
        public void warn(CharSequence content) {
            lines.add("WARN " + content);
        }
    }

    private static JsonNode diagnostic(String severity, String file) {
        return new JsonMapper()
                .readTree(
                        """
                        {"severity": "%s", "code": "name/unknown", "message": "there is no `reul`",
                         "span": {"file": "%s", "line": 3, "column": 14},
                         "labels": [], "help": {"text": "write `relu`", "fix": null}}
                        """
                                .formatted(severity, file));
    }

    @Test
    void anErrorNamesTheFileAndFailsTheBuild() throws IOException {
        var log = new Lines();
        var file = Files.writeString(folder.resolve("net.dnet"), "");
        var errors = List.of(diagnostic("error", "net.dnet"));
        var thrown =
                assertThrows(
                        MojoFailureException.class, () -> new Report(log, folder).show(errors));
        assertEquals("dnet: 1 error in " + folder, thrown.getMessage());
        assertEquals(
                List.of(
                        "ERROR "
                                + file
                                + ":[3,14] error[name/unknown]: there is no `reul`\n"
                                + "    help: write `relu`"),
                log.lines);
    }

    @Test
    void aWarningInALibraryDoesNotFail() throws MojoFailureException {
        var log = new Lines();
        new Report(log, folder).show(List.of(diagnostic("warning", "dnet:nn.dnet")));
        assertEquals(
                List.of(
                        "WARN dnet:nn.dnet:[3,14] warning[name/unknown]: there is no `reul`\n"
                                + "    help: write `relu`"),
                log.lines);
    }
}
