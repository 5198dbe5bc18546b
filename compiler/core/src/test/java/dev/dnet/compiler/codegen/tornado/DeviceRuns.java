package dev.dnet.compiler.codegen.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Graphs that run on a device, all in one virtual machine, beside the interpreter.
final class DeviceRuns {
    private static final double TOLERANCE = 1e-4;

    private final List<Case> cases = new ArrayList<>();
    private final Map<String, String> missing = new TreeMap<>();

    private record Case(
            String label, Entry entry, JavaSource source, Map<String, NdArray> inputs) {}

    /// A graph whose sizes are numbers.
    void add(String label, Graph graph, Map<String, NdArray> inputs) {
        var entry =
                Entry.of("Case" + cases.size(), graph, Lowering.lower(graph, Lowering.Mode.FUSED));
        try {
            cases.add(new Case(label, entry, DeviceFiles.write("emitted", entry), inputs));
        } catch (DnetException e) {
            assertEquals(DeviceFiles.NO_KERNEL, e.code());
            missing.put(label, e.found());
        }
    }

    int count() {
        return cases.size();
    }

    /// What has no kernel, and why.
    Map<String, String> missing() {
        return missing;
    }

    /// What differs, or did not run, by label.
    Map<String, String> failures(Sdk sdk, Path folder) throws IOException, InterruptedException {
        var sources = cases.stream().map(Case::source).toList();
        for (var file : JavaBuild.compile(sources, sdk.api().toString()).entrySet()) {
            var path = folder.resolve(file.getKey().replace('.', '/') + ".class");
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        var in = folder.resolve("cases");
        var out = folder.resolve("results");
        write(in);
        var log = folder.resolve("log");
        int code = start(sdk, folder, in, out, log);
        return compare(out, code, log);
    }

    private void write(Path file) throws IOException {
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(cases.size());
            for (var c : cases) {
                out.writeUTF("emitted." + c.source().className());
                out.writeInt(0);
                out.writeInt(c.entry().arguments().size());
                for (var name : c.entry().arguments()) {
                    segment(out, tensor(c, name).segment());
                }
                out.writeInt(c.entry().results().size());
                for (var name : c.entry().results()) {
                    segment(out, empty(c, name).segment());
                }
                out.writeInt(1);
                out.writeInt(24);
                out.write(numbers(c));
            }
        }
    }

    private static void segment(DataOutputStream out, MemorySegment segment) throws IOException {
        var bytes = segment.toArray(ValueLayout.JAVA_BYTE);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Tensor tensor(Case c, String path) {
        var input =
                c.entry().graph().inputs().stream()
                        .map(v -> (Input) c.entry().graph().instr(v).op())
                        .filter(i -> i.path().equals(path))
                        .findFirst()
                        .orElseThrow();
        return EmittedGraph.tensor(input.declared(), requireNonNull(c.inputs().get(path)));
    }

    private static Tensor empty(Case c, String result) {
        var graph = c.entry().graph();
        var type =
                graph.outputs().stream()
                        .filter(o -> o.name().equals(result))
                        .map(o -> graph.type(o.value()))
                        .findFirst()
                        .orElseThrow();
        return Tensor.zeros(type.element(), type.shape().dims());
    }

    /// The seed, the step of the key and the number of the step.
    private static byte[] numbers(Case c) {
        var numbers = MemorySegment.ofArray(new long[3]);
        for (int v : c.entry().graph().inputs()) {
            var input = (Input) c.entry().graph().instr(v).op();
            var value = requireNonNull(c.inputs().get(input.path()));
            switch (input.role()) {
                case KEY -> {
                    numbers.setAtIndex(ValueLayout.JAVA_LONG, 0, (long) value.data()[0]);
                    numbers.setAtIndex(ValueLayout.JAVA_LONG, 1, (long) value.data()[1]);
                }
                case STEP -> numbers.setAtIndex(ValueLayout.JAVA_LONG, 2, (long) value.data()[0]);
                case ARGUMENT, PARAMETER, STATE, SLOT -> {}
            }
        }
        return numbers.toArray(ValueLayout.JAVA_BYTE);
    }

    private static int start(Sdk sdk, Path folder, Path in, Path out, Path log)
            throws IOException, InterruptedException {
        var flags = folder.resolve("flags");
        Files.write(flags, sdk.arguments());
        var own = DeviceMain.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + flags,
                        "-cp",
                        folder + java.io.File.pathSeparator + own,
                        DeviceMain.class.getName(),
                        in.toString(),
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
    }

    private Map<String, String> compare(Path out, int code, Path log) throws IOException {
        var failures = new TreeMap<String, String>();
        try (var in = new DataInputStream(Files.newInputStream(out))) {
            for (var c : cases) {
                var error = in.readUTF();
                if (!error.isEmpty()) {
                    failures.put(c.label(), error);
                    continue;
                }
                var expected = Interpreter.run(c.entry().graph(), c.inputs()).results();
                for (var name : c.entry().results()) {
                    var result = empty(c, name);
                    var bytes = in.readNBytes((int) result.segment().byteSize());
                    result.segment().copyFrom(MemorySegment.ofArray(bytes));
                    difference(requireNonNull(expected.get(name)), result)
                            .ifPresent(d -> failures.put(c.label(), name + d));
                }
            }
        } catch (EOFException e) {
            failures.put("all", "ended with " + code + ": " + Files.readString(log));
        }
        return failures;
    }

    private static java.util.Optional<String> difference(NdArray expected, Tensor actual) {
        for (int i = 0; i < expected.size(); i++) {
            double want = expected.data()[i];
            double got = actual.valueAt(i);
            boolean near = Math.abs(want - got) <= TOLERANCE * (1 + Math.abs(want));
            if (!near && Double.compare(want, got) != 0) {
                return java.util.Optional.of("[%d] is %s, expected %s".formatted(i, got, want));
            }
        }
        return java.util.Optional.empty();
    }
}
