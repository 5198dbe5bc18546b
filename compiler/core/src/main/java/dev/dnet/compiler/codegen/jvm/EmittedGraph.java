package dev.dnet.compiler.codegen.jvm;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.Driver;
import dev.dnet.runtime.Half;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.WorkPool;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A graph as emitted, compiled and loaded Java, to be run on given values beside the interpreter.
/// For tests and reports; programs go through their own classes.
public final class EmittedGraph {
    private static final String PACKAGE = "emitted";

    private final Graph graph;
    private final Entry entry;
    private final List<String> variables;
    private final SortedMap<String, byte[]> classes;

    private EmittedGraph(
            Graph graph, Entry entry, List<String> variables, SortedMap<String, byte[]> classes) {
        this.graph = graph;
        this.entry = entry;
        this.variables = variables;
        this.classes = classes;
    }

    public static EmittedGraph of(Graph graph, Lowering.Mode mode) {
        var entry = Entry.of("Run", graph, Lowering.lower(graph, mode));
        var variables = variables(graph);
        var files = KernelFiles.write(PACKAGE, "Graph", List.of(entry), variables, Width.ALL);
        return new EmittedGraph(graph, entry, variables, JavaBuild.compile(files));
    }

    private static List<String> variables(Graph graph) {
        var paths = new TreeSet<String>();
        graph.instrs()
                .forEach(i -> {
                    if (i.op() instanceof Input input && input.isVariable()) {
                        paths.add(input.path());
                    }
                });
        graph.outputs().stream()
                .filter(o -> o.kind() == Output.Kind.WRITE)
                .forEach(o -> paths.add(o.name()));
        return List.copyOf(paths);
    }

    /// The numbers as a tensor.
    public static Tensor tensor(TensorType type, NdArray value) {
        var tensor = Tensor.zeros(type.element(), value.shape());
        var s = tensor.segment();
        for (int i = 0; i < value.size(); i++) {
            double x = value.data()[i];
            switch (type.element()) {
                case F32 -> s.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) x);
                case F16 -> s.setAtIndex(ValueLayout.JAVA_SHORT, i, Half.toF16((float) x));
                case BF16 -> s.setAtIndex(ValueLayout.JAVA_SHORT, i, Half.toBf16((float) x));
                case F64 -> s.setAtIndex(ValueLayout.JAVA_DOUBLE, i, x);
                case I32 -> s.setAtIndex(ValueLayout.JAVA_INT, i, (int) x);
                case I64 -> s.setAtIndex(ValueLayout.JAVA_LONG, i, (long) x);
                case BOOL -> s.set(ValueLayout.JAVA_BYTE, i, (byte) (x != 0 ? 1 : 0));
            }
        }
        return tensor;
    }

    /// Runs it with these inputs by path; KEY is given as a seed and a step, STEP as a number.
    public Map<String, NdArray> run(Map<String, NdArray> inputs, Width width, int threads) {
        try (var pool = new WorkPool(threads)) {
            return run(inputs, width, pool);
        }
    }

    /// The same on threads that the caller has.
    public Map<String, NdArray> run(Map<String, NdArray> inputs, Width width, WorkPool pool) {
        var run = new Run(inputs);
        run.execute(width, pool);
        return run.results();
    }

    /// One execution: its sizes and its tensors.
    private final class Run {
        private final Map<String, Long> sizes = new HashMap<>();
        private final Map<String, Tensor> memory = new TreeMap<>();
        private final Map<String, Tensor> made = new TreeMap<>();
        private final MemorySegment numbers = Arena.ofAuto().allocate(24, 8);

        Run(Map<String, NdArray> inputs) {
            for (int v : graph.inputs()) {
                var input = (Input) graph.instr(v).op();
                var value = requireNonNull(inputs.get(input.path()), input.path());
                switch (input.role()) {
                    case KEY -> {
                        numbers.set(ValueLayout.JAVA_LONG, 0, (long) value.data()[0]);
                        numbers.set(ValueLayout.JAVA_LONG, 8, (long) value.data()[1]);
                    }
                    case STEP -> numbers.set(ValueLayout.JAVA_LONG, 16, (long) value.data()[0]);
                    case ARGUMENT, PARAMETER, STATE, SLOT, CACHE -> bind(input, value);
                }
            }
        }

        private void bind(Input input, NdArray value) {
            for (int a = 0; a < value.rank(); a++) {
                var symbols = input.declared().shape().size(a).symbols();
                if (symbols.size() == 1
                        && input.declared().shape().size(a).equals(Size.symbol(symbols.first()))) {
                    sizes.put(symbols.first(), value.shape()[a]);
                }
            }
            memory.put(input.path(), tensor(input.declared(), value));
        }

        void execute(Width width, WorkPool pool) {
            outputs();
            var driver =
                    LoadedDriver.of(
                            JavaBuild.loader(classes, EmittedGraph.class.getClassLoader()),
                            PACKAGE + ".GraphKernels",
                            PACKAGE + ".Run",
                            width,
                            pool,
                            segments(variables, memory),
                            numbers);
            bind(driver);
            driver.execute(
                    Arena.ofAuto().allocate(Math.max(64, driver.bind()), 64).fill((byte) 0x7f));
        }

        private void bind(Driver driver) {
            var arguments = segments(entry.arguments(), memory);
            for (int k = 0; k < arguments.length; k++) {
                driver.argument(k, arguments[k]);
            }
            var results = segments(entry.results(), made);
            for (int k = 0; k < results.length; k++) {
                driver.result(k, results[k]);
            }
            int number = 0;
            for (var symbol : entry.loops().symbols()) {
                driver.size(number++, Math.toIntExact(requireNonNull(sizes.get(symbol), symbol)));
            }
        }

        private void outputs() {
            for (var output : graph.outputs()) {
                var type = graph.type(output.value());
                place(output)
                        .computeIfAbsent(
                                output.name(), n -> Tensor.zeros(type.element(), dims(type)));
            }
        }

        /// A result may have the name of an argument; a variable is written where it is read.
        private Map<String, Tensor> place(Output output) {
            return output.kind() == Output.Kind.WRITE ? memory : made;
        }

        private long[] dims(TensorType type) {
            return type.shape().sizes().stream().mapToLong(s -> s.evaluate(sizes)).toArray();
        }

        private static MemorySegment[] segments(List<String> names, Map<String, Tensor> among) {
            return names.stream()
                    .map(n -> requireNonNull(among.get(n), n).segment())
                    .toArray(MemorySegment[]::new);
        }

        Map<String, NdArray> results() {
            var results = new TreeMap<String, NdArray>();
            for (var output : graph.outputs()) {
                var tensor = requireNonNull(place(output).get(output.name()), output.name());
                var data = new double[Math.toIntExact(tensor.count())];
                Arrays.setAll(data, tensor::valueAt);
                results.put(output.name(), new NdArray(tensor.shape(), data));
            }
            return results;
        }
    }
}
