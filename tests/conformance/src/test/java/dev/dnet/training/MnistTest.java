package dev.dnet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.cli.Main;
import dev.dnet.report.Repository;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// One epoch of `examples/mnist` over a third of the pictures, through the command line. All of it
/// is `tests/report accuracy`.
final class MnistTest {
    private static final String PROJECT = "examples/mnist";
    private static final int TRAINING = 20_000;
    private static final int TEST = 2_000;

    @TempDir private Path folder = Path.of("");

    @Test
    void oneEpochReadsMostDigits() throws IOException {
        var data = Repository.here().data("mnist");
        if (!Files.isDirectory(data)) {
            Assumptions.abort("there is no " + data + " (DNET_DATA says where data lies)");
        }
        first(data, "train-images-idx3-ubyte", TRAINING);
        first(data, "train-labels-idx1-ubyte", TRAINING);
        first(data, "t10k-images-idx3-ubyte", TEST);
        first(data, "t10k-labels-idx1-ubyte", TEST);
        var project = Repository.here().path(PROJECT).toString();
        dnetc(
                "train",
                project,
                "--data",
                folder.toString(),
                "--epochs",
                "1",
                "--out",
                inside("run"));
        var best = inside("run/best.safetensors");
        var answer = dnetc("eval", project, best, "--data", folder.toString(), "--json");
        var result = JsonMapper.shared().readTree(answer);
        assertEquals("test", result.required("part").asString());
        assertEquals(TEST, result.required("examples").asInt());
        assertTrue(result.required("values").required("accuracy").asDouble() > 0.95, answer);
    }

    /// Copies the first examples of an IDX file, unpacked; its fifth to eighth byte count them.
    private void first(Path data, String name, int examples) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(data.resolve(name + ".gz")))) {
            var head = ByteBuffer.wrap(in.readNBytes(8));
            var sizes = in.readNBytes(4 * (head.get(3) - 1));
            int each = 1;
            for (var size = ByteBuffer.wrap(sizes); size.hasRemaining(); ) {
                each *= size.getInt();
            }
            head.putInt(4, examples);
            try (var out = Files.newOutputStream(folder.resolve(name))) {
                out.write(head.array());
                out.write(sizes);
                out.write(in.readNBytes(examples * each));
            }
        }
    }

    private String inside(String name) {
        return folder.resolve(name).toString();
    }

    private static String dnetc(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertEquals(0, code, err::toString);
        return out.toString();
    }
}
