package dev.dnet.device;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.tornado.DeviceFiles;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.Tensor;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// An emitted entry point, a program of its own, with what it is run on.
///
/// @param program the full name of that program
/// @param inputs by path; what is not there is zeros
/// @param sizes what the program's sizes are
record DeviceCase(
        String label,
        Entry entry,
        String program,
        List<JavaSource> sources,
        Map<String, NdArray> inputs,
        Map<String, Long> sizes) {
    private static final String PACKAGE = "emitted";

    DeviceCase {
        inputs = Map.copyOf(inputs);
        sizes = Map.copyOf(sizes);
    }

    /// A graph. Refuses one with a part that devices have no kernel for.
    static DeviceCase of(
            String label,
            String name,
            Graph graph,
            Map<String, NdArray> inputs,
            Map<String, Long> sizes) {
        var loops = Lowering.lower(graph, Lowering.Mode.FUSED);
        return of(label, PACKAGE, name, Entry.of(name + "Run", graph, loops), inputs, sizes);
    }

    private static DeviceCase of(
            String label,
            String packageName,
            String name,
            Entry entry,
            Map<String, NdArray> inputs,
            Map<String, Long> sizes) {
        var sources = DeviceFiles.write(packageName, name, List.of(entry), variables(entry));
        return new DeviceCase(label, entry, packageName + "." + name, sources, inputs, sizes);
    }

    /// An entry point of a program, on zeros. `name` sets it apart from those of other programs.
    static DeviceCase of(String name, Entry entry, long size) {
        var sizes = entry.loops().symbols().stream().collect(toMap(s -> s, s -> size));
        var label = name + " " + entry.driver();
        var program = entry.driver() + "Alone";
        return of(label, PACKAGE + "." + name, program, entry, Map.of(), sizes);
    }

    private static SequencedMap<String, TensorType> variables(Entry entry) {
        var types = new TreeMap<String, TensorType>();
        for (var buffer : entry.loops().buffers()) {
            if (buffer.place() instanceof Buffer.Place.Variable v) {
                types.put(v.path(), buffer.type());
            }
        }
        return types;
    }

    /// What [DeviceMain] reads: the program, the class of its entry point, sizes, arguments,
    /// results, variables and numbers.
    void write(DataOutputStream out) throws IOException {
        out.writeUTF(program);
        out.writeUTF(sources.getLast().qualifiedName());
        out.writeInt(entry.loops().symbols().size());
        for (var symbol : entry.loops().symbols()) {
            out.writeInt(Math.toIntExact(requireNonNull(sizes.get(symbol))));
        }
        var places = variables(entry);
        segments(out, entry.arguments(), this::argument);
        segments(out, entry.results(), this::result);
        segments(out, List.copyOf(places.keySet()), path -> requireNonNull(places.get(path)));
        out.writeInt(1);
        bytes(out, MemorySegment.ofArray(numbers()));
    }

    private void segments(
            DataOutputStream out, List<String> names, Function<String, TensorType> types)
            throws IOException {
        out.writeInt(names.size());
        for (var name : names) {
            var type = types.apply(name);
            var value = inputs.get(name);
            if (value == null) {
                out.writeInt(Math.toIntExact(count(type) * type.element().bytes()));
                out.writeBoolean(false);
            } else {
                bytes(out, EmittedGraph.tensor(type, value).segment());
            }
        }
    }

    private static void bytes(DataOutputStream out, MemorySegment segment) throws IOException {
        var bytes = segment.toArray(ValueLayout.JAVA_BYTE);
        out.writeInt(bytes.length);
        out.writeBoolean(true);
        out.write(bytes);
    }

    private long count(TensorType type) {
        return type.shape().elements().evaluate(sizes);
    }

    private TensorType argument(String path) {
        return entry.graph().inputs().stream()
                .map(v -> (Input) entry.graph().instr(v).op())
                .filter(i -> i.path().equals(path))
                .findFirst()
                .orElseThrow()
                .declared();
    }

    private TensorType result(String name) {
        return entry.graph().outputs().stream()
                .filter(o -> o.kind() == Output.Kind.RESULT && o.name().equals(name))
                .map(o -> entry.graph().type(o.value()))
                .findFirst()
                .orElseThrow();
    }

    /// A result from its bytes.
    Tensor tensor(String result, byte[] bytes) {
        var type = result(result);
        var dims = type.shape().sizes().stream().mapToLong(s -> s.evaluate(sizes)).toArray();
        var tensor = Tensor.zeros(type.element(), dims);
        tensor.segment().copyFrom(MemorySegment.ofArray(bytes));
        return tensor;
    }

    /// The seed, the step of the key and the number of the step.
    private long[] numbers() {
        var numbers = new long[3];
        for (int v : entry.graph().inputs()) {
            var input = (Input) entry.graph().instr(v).op();
            var value = inputs.get(input.path());
            if (value == null) {
                continue;
            }
            switch (input.role()) {
                case KEY -> {
                    numbers[0] = (long) value.data()[0];
                    numbers[1] = (long) value.data()[1];
                }
                case STEP -> numbers[2] = (long) value.data()[0];
                case ARGUMENT, PARAMETER, STATE, SLOT -> {}
            }
        }
        return numbers;
    }
}
