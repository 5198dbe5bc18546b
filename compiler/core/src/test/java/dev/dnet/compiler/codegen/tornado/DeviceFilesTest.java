package dev.dnet.compiler.codegen.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.type.TensorType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// The Java that each form of kernel becomes for a device: graphs in `resources/tornado`, with what
/// is emitted for a kind of device beside them in `.gpu.java.txt` and so on. `-Dgolden.update=true`
/// writes those.
class DeviceFilesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "tornado");

    private static final List<String> NAMES =
            List.of(
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
                    "gaussian",
                    "scatter",
                    "sort",
                    "sums",
                    "draws",
                    "turns",
                    "halves");

    static Stream<Arguments> kernels() {
        return NAMES.stream()
                .flatMap(name ->
                        Stream.of(DeviceKind.GPU, DeviceKind.CPU)
                                .map(kind -> Arguments.of(name, kind)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aKernelReads(String name, DeviceKind kind) throws IOException {
        var graph = GraphReader.read(Files.readString(FOLDER.resolve(name + ".graph")));
        var entry = Entry.of("Run", graph, Lowering.lower(graph, Lowering.Mode.FUSED));
        var none = new LinkedHashMap<String, TensorType>();
        var files = DeviceFiles.write("golden", "Golden", List.of(entry), kind, none);
        var text = files.getLast().text();
        var golden = FOLDER.resolve(name + "." + kind.dnetName() + ".java.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }
}
