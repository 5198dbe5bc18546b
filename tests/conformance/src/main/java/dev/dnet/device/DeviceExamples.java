package dev.dnet.device;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.type.TensorType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The entry points of an example, each on what the interpreter makes of those before it: first
/// values, a call of each, and a second step on the slots of the first.
final class DeviceExamples {
    /// Labels are below the number of classes of every example.
    private static final int CLASSES = 10;

    private static final double SEED = 11;

    private final String folder;
    private final Map<String, Long> sizes;
    private final List<DeviceCase> cases = new ArrayList<>();
    private final Map<DeviceCase, Interpreter.Outcome> expected = new HashMap<>();
    private final Random random = new Random(5);

    /// Those of a folder of `examples`. All sizes are the same.
    DeviceExamples(String folder, long size) throws IOException {
        this(folder, DeviceCases.programs(folder), size);
    }

    /// Those of programs that are called something together.
    DeviceExamples(String name, List<Compiler.Lowered> programs, long size) {
        this.folder = name;
        var all = new HashMap<String, Long>();
        programs.forEach(
                p -> p.entries().forEach(e -> e.loops().symbols().forEach(s -> all.put(s, size))));
        this.sizes = Map.copyOf(all);
        programs.forEach(this::add);
    }

    List<DeviceCase> cases() {
        return List.copyOf(cases);
    }

    Interpreter.Outcome expected(DeviceCase c) {
        return requireNonNull(expected.get(c));
    }

    private void add(Compiler.Lowered lowered) {
        var methods = lowered.program().methods();
        var state = new HashMap<String, NdArray>();
        for (int m = 0; m < methods.size(); m++) {
            var entry = lowered.entries().get(m);
            int calls = methods.get(m).role() == Program.Role.STEP ? 2 : 1;
            for (int call = 1; call <= calls; call++) {
                add(entry, call, state);
            }
        }
    }

    private void add(Entry entry, int call, Map<String, NdArray> state) {
        var inputs = new HashMap<String, NdArray>();
        for (int v : entry.graph().inputs()) {
            var input = (Input) entry.graph().instr(v).op();
            var value = value(input, call, state);
            if (inputs.put(input.path(), value) != null) {
                throw new IllegalStateException(input.path() + " is two inputs");
            }
        }
        var c = DeviceCase.of(folder, entry, call, inputs, sizes);
        var outcome = Interpreter.run(entry.graph(), inputs, sizes);
        cases.add(c);
        expected.put(c, outcome);
        outcome.writes()
                .forEach((path, value) -> state.put(path, rounded(c.variable(path), value)));
    }

    private NdArray value(Input input, int call, Map<String, NdArray> state) {
        return switch (input.role()) {
            case PARAMETER, STATE, SLOT -> requireNonNull(state.get(input.path()), input.path());
            case CACHE -> state.getOrDefault(input.path(), zeros(input.declared()));
            case KEY -> new NdArray(new long[] {2}, new double[] {SEED, call});
            case STEP -> new NdArray(new long[0], new double[] {call});
            case ARGUMENT -> argument(input.declared());
        };
    }

    private NdArray zeros(TensorType type) {
        return NdArray.generate(
                type.shape().sizes().stream().mapToLong(s -> s.evaluate(sizes)).toArray(), i -> 0);
    }

    private NdArray argument(TensorType type) {
        var dims = type.shape().sizes().stream().mapToLong(s -> s.evaluate(sizes)).toArray();
        return NdArray.generate(
                dims, i -> type.isFloat() ? random.nextFloat() : random.nextInt(CLASSES));
    }

    /// As the next call finds it: in its own element type.
    private static NdArray rounded(TensorType type, NdArray value) {
        var tensor = EmittedGraph.tensor(type, value);
        var data = new double[value.size()];
        Arrays.setAll(data, tensor::valueAt);
        return new NdArray(value.shape(), data);
    }
}
