package dev.dnet.compiler.codegen.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.GraphReader;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/// The Java that each form of kernel becomes for a device: graphs in `resources/tornado`, with what
/// is emitted beside them in `.java.txt`. `-Dgolden.update=true` writes those.
class DeviceFilesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "tornado");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "convolution",
                "product",
                "attention",
                "weights",
                "wide",
                "softmax",
                "rows",
                "total",
                "twice",
                "channels",
                "bands",
                "columns",
                "positions",
                "choices",
                "functions",
                "scatter",
                "sort",
                "sums",
                "draws"
            })
    void aKernelReads(String name) throws IOException {
        var graph = GraphReader.read(Files.readString(FOLDER.resolve(name + ".graph")));
        var entry = Entry.of("Run", graph, Lowering.lower(graph, Lowering.Mode.FUSED));
        var files = DeviceFiles.write("golden", "Golden", List.of(entry), new LinkedHashMap<>());
        var text = files.getLast().text();
        var golden = FOLDER.resolve(name + ".java.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }
}
