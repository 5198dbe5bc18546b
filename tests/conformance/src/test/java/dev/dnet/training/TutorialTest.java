package dev.dnet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.cli.Main;
import dev.dnet.report.Repository;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/// The first epoch of the transformer of the tutorial ends where the tutorial says: at 0.80.
final class TutorialTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void theTransformerReadsDigits() {
        var program = Repository.here().path("examples/tutorial/transformer.dnet").toString();
        var out = folder.resolve("run").toString();
        dnetc("train", program, "--epochs", "1", "--threads", "1", "--out", out);
        var answer = dnetc("eval", program, out + "/best.safetensors", "--json");
        var result = JsonMapper.shared().readTree(answer);
        assertEquals("validation", result.required("part").asString());
        assertTrue(result.required("values").required("accuracy").asDouble() > 0.75, answer);
    }

    private static String dnetc(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertEquals(0, code, err::toString);
        return out.toString();
    }
}
