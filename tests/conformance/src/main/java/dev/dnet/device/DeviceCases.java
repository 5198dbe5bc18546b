package dev.dnet.device;

import static java.util.stream.Collectors.toMap;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.op.ExampleGraph;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.source.Source;
import dev.dnet.report.Repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Graphs to be run or compiled together.
final class DeviceCases {
    private final List<DeviceCase> cases = new ArrayList<>();

    /// A graph whose sizes are numbers.
    void add(String label, Graph graph, Map<String, NdArray> inputs) {
        add(label, graph, inputs, Map.of());
    }

    /// A graph whose sizes are these.
    void add(String label, Graph graph, Map<String, NdArray> inputs, Map<String, Long> sizes) {
        cases.add(DeviceCase.of(label, "Case" + cases.size(), graph, inputs, sizes));
    }

    /// Each example of an operator with its gradient.
    void addExamples(Op op) {
        var examples = ((Examples) op).examples();
        for (int k = 0; k < examples.size(); k++) {
            var draft = new ExampleGraph(1);
            draft.add(examples.get(k));
            add(label(op, k), draft.build(), draft.inputs());
        }
    }

    /// The entry points of every program in a folder of `examples`, on zeros, with all sizes the
    /// same.
    void addPrograms(String folder, long size) throws IOException {
        for (var program : programs(folder)) {
            for (var entry : program.entries()) {
                var sizes = entry.loops().symbols().stream().collect(toMap(s -> s, s -> size));
                cases.add(DeviceCase.of(folder, entry, 1, Map.of(), sizes));
            }
        }
    }

    /// Every program in a folder of `examples`.
    static List<Compiler.Lowered> programs(String folder) throws IOException {
        return programs(Repository.here().path("examples/" + folder + "/" + folder + ".dnet"));
    }

    /// Every program in a file.
    static List<Compiler.Lowered> programs(Path file) throws IOException {
        var library = Library.resources(DeviceCases.class.getClassLoader());
        var compiler = new Compiler(library, List.of());
        var diagnostics = new Diagnostics();
        var source = new Source(file.toString(), Files.readString(file));
        var programs = new ArrayList<Compiler.Lowered>();
        for (var program : compiler.elaborate(List.of(source), diagnostics).programs()) {
            compiler.lower(program, diagnostics).ifPresent(programs::add);
        }
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(new TextRenderer(false).render(diagnostics.sorted()));
        }
        return programs;
    }

    /// The graphs of the golden files, which show every form of kernel, with all sizes the same.
    void addForms(long size) throws IOException {
        var folder = Repository.here().path("compiler/core/src/test/resources/tornado");
        try (var files = Files.list(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".graph")).sorted().toList()) {
                var name = file.getFileName().toString().replace(".graph", "");
                var graph = GraphReader.read(Files.readString(file));
                add(name, graph, Map.of(), sizes(graph, size));
            }
        }
    }

    private static Map<String, Long> sizes(Graph graph, long size) {
        var sizes = new HashMap<String, Long>();
        for (int v : graph.inputs()) {
            graph.type(v).shape().sizes().stream()
                    .flatMap(s -> s.symbols().stream())
                    .forEach(s -> sizes.put(s, size));
        }
        return sizes;
    }

    /// What the case of an example is called.
    static String label(Op op, int example) {
        return op.name() + " #" + (example + 1);
    }

    List<DeviceCase> all() {
        return List.copyOf(cases);
    }
}
