package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.ir.Stop;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.ops.Const;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Seeds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One graph under construction: what its variables hold at this point of the program, the draws
/// made so far, and the deferred values that are known already.
final class Session {
    private final GraphBuilder graph;
    private final Variables variables;
    private final boolean initialising;
    private final SizeFacts facts;
    private final Map<String, Integer> current = new LinkedHashMap<>();
    private final Set<String> written = new LinkedHashSet<>();
    private final Map<String, Integer> inputs = new HashMap<>();
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final IdentityHashMap<Value.Deferred, Optional<Value>> forced = new IdentityHashMap<>();

    private final Layers layers = new Layers();
    private final Deque<Region> regions = new ArrayDeque<>();

    private Map<String, Integer> marked = Map.of();
    private Map<Integer, Integer> repeated = Map.of();
    private int checks;
    private boolean runaway;

    Session(String name, Variables variables, boolean initialising, SizeFacts facts) {
        this.facts = facts;
        this.graph = new GraphBuilder(name);
        this.variables = variables;
        this.initialising = initialising;
    }

    GraphBuilder graph() {
        return graph;
    }

    Variables variables() {
        return variables;
    }

    Layers layers() {
        return layers;
    }

    /// Whether what is appended now belongs to the body of a loop.
    boolean isInLoop() {
        return !regions.isEmpty();
    }

    /// Whether this graph gives the variables their first values.
    boolean isInitialising() {
        return initialising;
    }

    /// What `assert`s state of the sizes of the arguments.
    SizeFacts facts() {
        return facts;
    }

    IdentityHashMap<Value.Deferred, Optional<Value>> forced() {
        return forced;
    }

    Value.Tensor tensor(int position) {
        return new Value.Tensor(position, graph.type(position));
    }

    Value.Tensor read(Program.Variable variable) {
        var mark = marked.get(variable.path());
        var now = mark == null ? current.get(variable.path()) : mark;
        return tensor(now == null ? input(variable) : now);
    }

    /// Runs code for which these values stand for parameters, by path, and for values made of them,
    /// by position.
    <T> T marking(Map<String, Integer> parameters, Map<Integer, Integer> made, Supplier<T> code) {
        var markedBefore = marked;
        var repeatedBefore = repeated;
        marked = parameters;
        repeated = made;
        try {
            return code.get();
        } finally {
            marked = markedBefore;
            repeated = repeatedBefore;
        }
    }

    /// The parameters that a marked value stands for here, by path.
    Map<String, Integer> marked() {
        return marked;
    }

    Map<Integer, Integer> repeated() {
        return repeated;
    }

    /// A value that a model was made with, as it is under the marks of this place.
    Value settled(Value value) {
        return repeated.isEmpty() ? value : Trees.map(value, this::settled);
    }

    private Value.Tensor settled(Value.Tensor tensor) {
        var now = repeated.get(tensor.position());
        return now == null ? tensor : tensor(now);
    }

    /// What the variable held when the graph began.
    int input(Program.Variable variable) {
        var type = variable.type();
        if (variables.isKept(variable)) {
            return input(variable.role(), variable.path(), type);
        }
        return Formulas.fill(Formulas.constant(graph, type.element(), 0), type.shape()).value();
    }

    private int input(Input.Role role, String path, TensorType type) {
        var known = inputs.get(path);
        if (known != null) {
            return known;
        }
        int added = graph.add(new Input(role, path, type));
        graph.hint(added, path);
        inputs.put(path, added);
        return added;
    }

    int argument(Program.Parameter parameter) {
        var before = graph.at(parameter.span());
        int added = graph.add(new Input(Input.Role.ARGUMENT, parameter.name(), parameter.type()));
        graph.hint(added, parameter.name());
        graph.at(before);
        return added;
    }

    void write(Program.Variable variable, Value.Tensor value) {
        current.put(variable.path(), value.position());
        written.add(variable.path());
    }

    /// A zero to count from.
    Value.Tensor zero() {
        return tensor(graph.add(new Const(ElementType.I64, 0)));
    }

    /// Says what a variable holds, where nothing is written.
    void hold(Program.Variable variable, int value) {
        current.put(variable.path(), value);
    }

    /// Runs code whose writes are seen only by itself.
    <T> T discardingWrites(Supplier<T> code) {
        var currentBefore = new LinkedHashMap<>(current);
        var writtenBefore = new LinkedHashSet<>(written);
        try {
            return code.get();
        } finally {
            current.clear();
            current.putAll(currentBefore);
            written.clear();
            written.addAll(writtenBefore);
        }
    }

    /// Makes the last values of all written variables leave the graph, but for caches.
    void outputWrites() {
        output(variables.all().stream().filter(v -> v.role() != Input.Role.CACHE));
    }

    /// Makes the last values of the caches that were written leave the graph, if they are kept.
    void outputCaches() {
        output(variables.all(Input.Role.CACHE).stream().filter(variables::isKept));
    }

    private void output(Stream<Program.Variable> wanted) {
        var paths = wanted.map(Program.Variable::path).collect(Collectors.toSet());
        for (var path : written) {
            if (paths.contains(path)) {
                graph.output(Output.Kind.WRITE, path, Objects.requireNonNull(current.get(path)));
            }
        }
    }

    /// A value that ends the call where it cannot be computed.
    void check(int value) {
        graph.output(Output.Kind.CHECK, "check" + checks++, value);
    }

    /// The number of this step, from 1.
    int step() {
        return input(Input.Role.STEP, "step", TensorType.scalar(ElementType.I64));
    }

    /// Draws of one instance, numbered in the order of the program.
    Call.RandomSource random(String instance) {
        return new Call.RandomSource() {
            @Override
            public int key() {
                int key =
                        input(Input.Role.KEY, "key", new TensorType(ElementType.I64, Shape.of(2)));
                return regions.isEmpty() ? key : regions.element().key(key, graph);
            }

            @Override
            public int nextStream() {
                int ordinal = ordinals.merge(instance, 1, Integer::sum) - 1;
                return Seeds.stream(instance + "#" + ordinal);
            }
        };
    }

    /// Begins the body of a loop: what is appended from now on belongs to it.
    Region begin(Optional<Size> length, boolean counts) {
        var region = new Region(length, counts, this, Optional.ofNullable(regions.peek()));
        regions.push(region);
        return region;
    }

    /// Ends the body; nothing of it remains but what is returned.
    Graph end(Region region) {
        regions.pop();
        var before = region.before();
        var body = graph.cut(before.values(), before.outputs());
        current.clear();
        current.putAll(before.current());
        forced.keySet().removeIf(d -> !before.forced().contains(d));
        inputs.values().removeIf(v -> v >= before.values());
        return body;
    }

    /// The variables that hold something else since the body began.
    List<Program.Variable> writtenIn(Region region) {
        return changedSince(region.before().current());
    }

    /// An input of the whole graph that the body of a loop was the first to read.
    int hoist(Instr instr) {
        var input = (Input) instr.op();
        var known = inputs.get(input.path());
        if (known != null) {
            return known;
        }
        int added = graph.append(instr);
        inputs.put(input.path(), added);
        return added;
    }

    /// What is known now, for a body to begin with.
    Region.Before before() {
        return new Region.Before(
                graph.size(),
                graph.outputs(),
                Map.copyOf(current),
                Map.copyOf(ordinals),
                Set.copyOf(forced.keySet()));
    }

    /// Forgets a body, as if it had never begun.
    void undo(Region region) {
        end(region);
        ordinals.clear();
        ordinals.putAll(region.before().ordinals());
    }

    /// Something contains itself for ever. Whatever else would be written out is not, lest it grow
    /// without end.
    void stop() {
        runaway = true;
    }

    /// Refuses what is to be written out once something has no end.
    void proceed() {
        if (runaway) {
            throw Refusal.silent();
        }
    }

    /// What the variables hold that were read from or written to, by path.
    Map<String, Integer> held() {
        return Map.copyOf(current);
    }

    /// The variables that hold something else than they did.
    List<Program.Variable> changedSince(Map<String, Integer> before) {
        return variables.all().stream()
                .filter(v -> !Objects.equals(before.get(v.path()), current.get(v.path())))
                .toList();
    }

    /// From here on models are made that were made before: the same ones, by path.
    void makeAgain() {
        made.clear();
        layers.begin();
        forgetCaches();
    }

    /// Caches that are not kept from call to call are zero again.
    void forgetCaches() {
        for (var cache : variables.all(Input.Role.CACHE)) {
            if (!variables.isKept(cache)) {
                current.remove(cache.path());
                written.remove(cache.path());
            }
        }
    }

    /// What variables hold now is constant for all gradients that are taken later.
    void settle() {
        for (var path : written) {
            int now = Objects.requireNonNull(current.get(path));
            if (graph.type(now).isFloat() && !(graph.instr(now).op() instanceof Stop)) {
                current.put(path, graph.add(new Stop(), now));
            }
        }
    }

    /// Whether a model with this path is the first of its path.
    boolean claim(String path) {
        return made.add(path);
    }
}
