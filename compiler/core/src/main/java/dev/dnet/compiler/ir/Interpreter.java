package dev.dnet.compiler.ir;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Runs a graph in float64, operation by operation, through their reference evaluations: the oracle
/// that every target is tested against.
public final class Interpreter {
    private final Graph graph;
    private final Observer observer;
    private final Function<TurnInput, NdArray> turn;
    private final Map<Integer, NdArray> values = new HashMap<>();
    private final Map<Integer, List<NdArray>> results = new HashMap<>();

    private Interpreter(Graph graph, Observer observer, Function<TurnInput, NdArray> turn) {
        this.graph = graph;
        this.observer = observer;
        this.turn = turn;
    }

    /// One turn of a loop whose symbols are numbers.
    static Outcome turn(Graph body, Function<TurnInput, NdArray> turn, Observer observer) {
        return new Interpreter(body, observer, turn).run(Interpreter::outside);
    }

    private static NdArray outside(Given input) {
        throw new IllegalStateException("this belongs elsewhere: " + input);
    }

    /// Sees each value, inputs included, as it is made, and may put another in its place: to look
    /// at intermediate values, or to model the rounding of a target.
    @FunctionalInterface
    public interface Observer {
        Observer NONE = (instr, operands, value) -> value;

        NdArray see(Instr instr, List<NdArray> operands, NdArray value);
    }

    /// What leaves a run, in the order of the outputs.
    public record Outcome(Map<String, NdArray> results, Map<String, NdArray> writes) {
        public NdArray result(String name) {
            return present(results, name);
        }

        public NdArray write(String path) {
            return present(writes, path);
        }

        private static NdArray present(Map<String, NdArray> of, String name) {
            var value = of.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no output " + name + " among " + of.keySet());
            }
            return value;
        }
    }

    /// Runs with the inputs by their paths. Symbols are bound from the shapes given.
    public static Outcome run(Graph graph, Map<String, NdArray> inputs) {
        return run(graph, inputs, Map.of());
    }

    /// Runs with numbers for symbols that no input's shape tells.
    public static Outcome run(Graph graph, Map<String, NdArray> inputs, Map<String, Long> symbols) {
        return run(graph, input -> given(inputs, input), symbols);
    }

    /// Runs with inputs from anywhere, such as where an argument and a variable share a path.
    public static Outcome run(
            Graph graph, Function<Input, NdArray> inputs, Map<String, Long> symbols) {
        return run(graph, inputs, symbols, Observer.NONE);
    }

    public static Outcome run(
            Graph graph,
            Function<Input, NdArray> inputs,
            Map<String, Long> symbols,
            Observer observer) {
        var bound = Specializer.bind(graph, bind(graph, inputs, symbols));
        return new Interpreter(bound, observer, Interpreter::outside).run(inputs);
    }

    private static NdArray given(Map<String, NdArray> inputs, Input input) {
        var value = inputs.get(input.path());
        if (value == null) {
            throw new IllegalArgumentException("no value for the input " + input.path());
        }
        return value;
    }

    /// The numbers of the graph's symbols that the inputs' shapes tell.
    public static Map<String, Long> bind(
            Graph graph, Function<Input, NdArray> inputs, Map<String, Long> symbols) {
        var declared = graph.inputs().stream().map(i -> (Input) graph.instr(i).op()).toList();
        var bindings = new Bindings();
        bindings.values().putAll(symbols);
        declared.forEach(d -> bindings.bind(d.declared().shape(), inputs.apply(d).shape()));
        declared.forEach(d -> bindings.solve(d.declared().shape(), inputs.apply(d).shape()));
        declared.forEach(
                d -> bindings.require(d.path(), d.declared().shape(), inputs.apply(d).shape()));
        return bindings.values();
    }

    private Outcome run(Function<Input, NdArray> inputs) {
        var lastUse = lastUses();
        for (int i = 0; i < graph.size(); i++) {
            values.put(i, evaluate(i, graph.instr(i), inputs));
            forget(i, lastUse);
        }
        return outcome();
    }

    private NdArray evaluate(int at, Instr instr, Function<Input, NdArray> inputs) {
        var operands = instr.args().stream().map(this::value).toList();
        var value =
                switch (instr.op()) {
                    case Input input -> inputs.apply(input);
                    case TurnInput input -> turn.apply(input);
                    case Scan scan -> {
                        results.put(at, new ScanRun(scan, operands, observer).run());
                        yield requireNonNull(results.get(at)).getFirst();
                    }
                    case Part part ->
                            requireNonNull(results.get(instr.args().getFirst())).get(part.result());
                    default -> instr.op().eval(operands, instr.type());
                };
        return observer.see(instr, operands, value);
    }

    private NdArray value(int at) {
        var value = values.get(at);
        if (value == null) {
            throw new IllegalStateException("%" + at + " has no value yet");
        }
        return value;
    }

    private int[] lastUses() {
        var last = new int[graph.size()];
        for (int i = 0; i < graph.size(); i++) {
            last[i] = i;
            for (int arg : graph.instr(i).args()) {
                last[arg] = i;
            }
        }
        graph.outputs().forEach(o -> last[o.value()] = graph.size());
        return last;
    }

    /// Lets go of what nothing later reads: a big graph would not fit otherwise.
    private void forget(int now, int[] lastUse) {
        var read = new ArrayList<>(graph.instr(now).args());
        read.add(now);
        read.stream().filter(v -> lastUse[v] == now).forEach(values::remove);
        read.stream().filter(v -> lastUse[v] == now).forEach(results::remove);
    }

    private Outcome outcome() {
        var named = new LinkedHashMap<String, NdArray>();
        var writes = new LinkedHashMap<String, NdArray>();
        for (var output : graph.outputs()) {
            var value = value(output.value());
            switch (output.kind()) {
                case RESULT, NEXT, YIELD -> named.put(output.name(), value);
                case WRITE -> writes.put(output.name(), value);
                case CHECK -> {}
            }
        }
        return new Outcome(named, writes);
    }

    /// The values at the given positions, for looking inside.
    public static List<NdArray> values(
            Graph graph, Map<String, NdArray> inputs, List<Integer> positions) {
        var outputs =
                positions.stream().map(p -> new Output(Output.Kind.RESULT, "%" + p, p)).toList();
        var outcome = run(new Graph(graph.name(), graph.instrs(), outputs), inputs);
        return positions.stream().map(p -> outcome.result("%" + p)).toList();
    }
}
