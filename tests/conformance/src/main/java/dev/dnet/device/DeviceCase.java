package dev.dnet.device;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.Tensor;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// An entry point with what it is run on.
///
/// @param packageName of the program that it is part of
/// @param inputs by path; what is not there is zeros
/// @param sizes what the program's sizes are
record DeviceCase(
        String label,
        String packageName,
        Entry entry,
        Map<String, NdArray> inputs,
        Map<String, Long> sizes) {
    private static final String PACKAGE = "emitted";

    DeviceCase {
        inputs = Map.copyOf(inputs);
        sizes = Map.copyOf(sizes);
    }

    /// A graph, whose variables get paths of their own. No other case has this name.
    static DeviceCase of(
            String label,
            String name,
            Graph graph,
            Map<String, NdArray> inputs,
            Map<String, Long> sizes) {
        var paths = new OwnPaths(name);
        var own = paths.graph(graph);
        var entry = Entry.of(name + "Run", own, Lowering.lower(own, Lowering.Mode.FUSED));
        return new DeviceCase(label, PACKAGE, entry, paths.inputs(graph, inputs), sizes);
    }

    /// A call of an entry point of a program. `name` sets it apart from those of other programs.
    static DeviceCase of(
            String name,
            Entry entry,
            int call,
            Map<String, NdArray> inputs,
            Map<String, Long> sizes) {
        var own = entry.driver() + (call == 1 ? "" : call);
        var named =
                new Entry(own, entry.graph(), entry.loops(), entry.arguments(), entry.results());
        return new DeviceCase(name + " " + own, PACKAGE + "." + name, named, inputs, sizes);
    }

    /// The type of a variable.
    TensorType variable(String path) {
        return requireNonNull(variables().get(path), path);
    }

    /// Those that its kernels take, by path.
    SequencedMap<String, TensorType> variables() {
        var types = new TreeMap<String, TensorType>();
        for (var buffer : entry.loops().buffers()) {
            if (buffer.place() instanceof Buffer.Place.Variable v) {
                types.put(v.path(), buffer.type());
            }
        }
        return types;
    }

    /// What [DeviceMain] reads of it: sizes, arguments, results and numbers.
    void write(DataOutputStream out) throws IOException {
        out.writeInt(entry.loops().symbols().size());
        for (var symbol : entry.loops().symbols()) {
            out.writeInt(Math.toIntExact(requireNonNull(sizes.get(symbol), symbol)));
        }
        segments(out, entry.arguments(), this::argument);
        segments(out, entry.results(), this::result);
        bytes(out, MemorySegment.ofArray(numbers()));
    }

    private void segments(
            DataOutputStream out, List<String> names, Function<String, TensorType> types)
            throws IOException {
        out.writeInt(names.size());
        for (var name : names) {
            segment(out, name, types.apply(name));
        }
    }

    /// What a name stands for, or zeros.
    void segment(DataOutputStream out, String name, TensorType type) throws IOException {
        var value = inputs.get(name);
        if (value == null) {
            out.writeInt(Math.toIntExact(count(type) * type.element().bytes()));
            out.writeBoolean(false);
        } else {
            bytes(out, EmittedGraph.tensor(type, value).segment());
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

    /// The type of a result.
    TensorType result(String name) {
        return entry.graph().outputs().stream()
                .filter(o -> o.kind() == Output.Kind.RESULT && o.name().equals(name))
                .map(o -> entry.graph().type(o.value()))
                .findFirst()
                .orElseThrow();
    }

    /// What it made, as the interpreter says it.
    Interpreter.Outcome outcome(DeviceVm.Ran ran) {
        var results = new TreeMap<String, NdArray>();
        var writes = new TreeMap<String, NdArray>();
        for (var output : entry.graph().outputs()) {
            var name = output.name();
            var type = entry.graph().type(output.value());
            switch (output.kind()) {
                case RESULT -> {
                    var bytes = ran.results().get(entry.results().indexOf(name));
                    results.put(name, numbers(type, bytes));
                }
                case WRITE ->
                        writes.put(name, numbers(type, requireNonNull(ran.variables().get(name))));
                case CHECK, NEXT, YIELD -> {}
            }
        }
        return new Interpreter.Outcome(results, writes);
    }

    private NdArray numbers(TensorType type, byte[] bytes) {
        var dims = type.shape().sizes().stream().mapToLong(s -> s.evaluate(sizes)).toArray();
        var tensor = Tensor.zeros(type.element(), dims);
        tensor.segment().copyFrom(MemorySegment.ofArray(bytes));
        var data = new double[Math.toIntExact(tensor.count())];
        Arrays.setAll(data, tensor::valueAt);
        return new NdArray(dims, data);
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
                case ARGUMENT, PARAMETER, STATE, SLOT, CACHE -> {}
            }
        }
        return numbers;
    }
}
