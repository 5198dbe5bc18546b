package dev.dnet.compiler.fusion;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.loops.Repeat;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import javax.lang.model.SourceVersion;

/// From a graph to kernels: decide what is stored, substitute the rest, join what shares its loops,
/// number the buffers, plan the memory.
public final class Lowering {
    private final Graph graph;
    private final Storage storage;
    private final Inliner inliner;
    private final Grouping grouping;
    private final Buffers buffers;
    private final Map<Integer, Set<Integer>> readers = new HashMap<>();
    private final Mode mode;
    private final String within;
    private final List<Kernel> kernels = new ArrayList<>();
    private final List<Repeat> repeats = new ArrayList<>();

    /// Whether to fuse at all; without, every operation is a kernel of its own, which is what
    /// fusion is measured by.
    public enum Mode {
        FUSED,
        UNFUSED
    }

    /// @param within what precedes the numbers of its kernels
    Lowering(Graph graph, Mode mode, Buffers buffers, String within) {
        boolean fuse = mode == Mode.FUSED;
        this.graph = graph;
        this.mode = mode;
        this.within = within;
        this.storage = Storage.decide(graph, fuse);
        this.inliner = new Inliner(graph, storage);
        this.grouping = new Grouping(fuse);
        this.buffers = buffers;
    }

    public static LoopProgram lower(Graph graph, Mode mode) {
        var buffers = new Buffers(graph);
        var lowering = new Lowering(graph, mode, buffers, "");
        lowering.run(output -> {
            throw new IllegalStateException("no body: " + output);
        });
        var kernels =
                Prune.unread(lowering.kernels, buffers.all()).stream().map(Collapse::axes).toList();
        boolean reuse = mode == Mode.FUSED;
        var plan = MemoryPlanner.plan(buffers.all(), kernels, lowering.repeats, reuse);
        return new LoopProgram(
                graph.name(), lowering.symbols(), buffers.all(), kernels, lowering.repeats, plan);
    }

    /// Makes the kernels. `turns` says where the outputs of a body go.
    void run(Function<Output, Buffer.Place> turns) {
        var early = scalarsOfScalars();
        stored().filter(this::checksArguments).forEach(this::addUnit);
        stored().filter(early::get).forEach(this::addUnit);
        stored().filter(v -> !early.get(v) && !checksArguments(v)).forEach(this::addUnit);
        collectReaders();
        for (int u = 0; u < grouping.units().size(); u++) {
            var made = kernels(u);
            made.repeats().forEach(r -> repeats.add(r.later(kernels.size())));
            kernels.addAll(made.kernels());
        }
        new Outputs(graph, buffers, turns).connect(kernels, repeats);
    }

    List<Kernel> kernels() {
        return kernels;
    }

    List<Repeat> repeats() {
        return repeats;
    }

    private IntStream stored() {
        return IntStream.range(0, graph.size())
                .filter(v -> storage.isStored(v) && !storage.isInput(v));
    }

    /// Numbers that are computed from given numbers alone. They come before all that is larger, so
    /// that whoever reads them can join any kernel.
    private BitSet scalarsOfScalars() {
        var early = new BitSet();
        for (int v = 0; v < graph.size(); v++) {
            var instr = graph.instr(v);
            boolean scalar =
                    instr.type().rank() == 0
                            && (storage.isInput(v) || storage.compute(v) instanceof Compute.Nest);
            early.set(v, scalar && instr.args().stream().allMatch(early::get));
        }
        return early;
    }

    /// Whether this is a check of what the caller gives. Those come first: a call that they end has
    /// written nothing.
    private boolean checksArguments(int value) {
        return storage.compute(value) instanceof Compute.Routine r
                && !r.texts().isEmpty()
                && graph.instr(value).args().stream()
                        .allMatch(a ->
                                graph.instr(a).op() instanceof Input i
                                        && i.role() == Input.Role.ARGUMENT);
    }

    private void addUnit(int value) {
        switch (storage.compute(value)) {
            case Compute.Nest n -> grouping.add(unrolled(inliner.root(value)));
            case Compute.Alias a -> grouping.add(inliner.root(value));
            case Compute.Scatter s ->
                    grouping.add(new Unit.Scatter(value, inliner.update(value, s)));
            case Compute.Routine r -> grouping.add(new Unit.Routine(value, r.name()));
            case Compute.Turns t -> {
                if (graph.instr(value).op() instanceof Scan) {
                    grouping.add(new Unit.Turns(results(value)));
                }
            }
        }
    }

    private Root unrolled(Root root) {
        var small = Unroll.smallReductions(root);
        return root.isMap() ? root : Halves.rounded(small, graph.type(root.value()).element());
    }

    /// A scan and its parts.
    private List<Integer> results(int scan) {
        var results = new ArrayList<>(List.of(scan));
        for (int v = scan + 1; v < graph.size(); v++) {
            if (graph.instr(v).op() instanceof Part && graph.instr(v).args().getFirst() == scan) {
                results.add(v);
            }
        }
        return results;
    }

    private void collectReaders() {
        for (int u = 0; u < grouping.units().size(); u++) {
            for (int value : reads(grouping.units().get(u))) {
                readers.computeIfAbsent(value, v -> new HashSet<>()).add(u);
            }
        }
        graph.outputs().stream()
                .map(Output::value)
                .forEach(v -> readers.computeIfAbsent(v, k -> new HashSet<>()).add(-1));
    }

    private List<Integer> reads(Unit unit) {
        return switch (unit) {
            case Unit.Loops l ->
                    l.members.stream()
                            .flatMap(m -> m.root.loads())
                            .map(Term.Load::operand)
                            .toList();
            case Unit.Rows r -> r.root().loads().map(Term.Load::operand).toList();
            case Unit.Product p -> {
                var all = new ArrayList<>(p.root().loads().map(Term.Load::operand).toList());
                p.epilogue().forEach(e -> e.loads().map(Term.Load::operand).forEach(all::add));
                yield all;
            }
            case Unit.Scatter s -> {
                var all = new ArrayList<>(List.of(graph.instr(s.value()).args().getFirst()));
                s.update().body().terms().stream()
                        .filter(Term.Load.class::isInstance)
                        .forEach(t -> all.add(((Term.Load) t).operand()));
                yield all;
            }
            case Unit.Routine r -> graph.instr(r.value()).args();
            case Unit.Turns t ->
                    graph.instr(t.values().getFirst()).args().stream()
                            .map(storage::memory)
                            .toList();
        };
    }

    private TurnsBuilder.Made kernels(int u) {
        var unit = grouping.units().get(u);
        var spans = unit.values().stream().map(v -> graph.instr(v).span()).distinct().toList();
        var name = name(unit, u);
        IntPredicate escapes =
                v -> readers.getOrDefault(v, Set.of()).stream().anyMatch(r -> r != u);
        return switch (unit) {
            case Unit.Loops l -> made(new LoopsBuilder(l, buffers, escapes).build(name, spans));
            case Unit.Rows r -> made(LoopsBuilder.rows(r, buffers, name, spans));
            case Unit.Product p ->
                    new TurnsBuilder.Made(
                            ProductBuilder.build(p, buffers, escapes, name, spans), List.of());
            case Unit.Scatter s -> {
                continues(s, u);
                yield made(scatter(s, name, spans));
            }
            case Unit.Routine r -> made(routine(r, name, spans));
            case Unit.Turns t ->
                    new TurnsBuilder(graph, storage, t, buffers, escapes)
                            .build(mode, within + u + "_");
        };
    }

    private static TurnsBuilder.Made made(Kernel kernel) {
        return made(List.of(kernel));
    }

    private static TurnsBuilder.Made made(List<Kernel> kernels) {
        return new TurnsBuilder.Made(kernels, List.of());
    }

    private String name(Unit unit, int number) {
        var instr = graph.instr(unit.values().getLast());
        var base = instr.hint().isEmpty() ? instr.op().name() : instr.hint();
        var name = base.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
        return (SourceVersion.isName(name) ? name : "k" + name) + "_" + within + number;
    }

    /// Routines take and give f32 for floats of 16 bits.
    private List<Kernel> routine(Unit.Routine unit, String name, List<Span> spans) {
        var made = new ArrayList<Kernel>();
        var operands =
                graph.instr(unit.value()).args().stream()
                        .map(a -> Halves.widened(buffers, buffers.memory(a), made))
                        .toList();
        var routine = (Compute.Routine) storage.compute(unit.value());
        int memory = buffers.memory(unit.value());
        int target = Halves.target(buffers, memory);
        made.add(
                new Kernel.Routine(
                        name,
                        spans,
                        unit.name(),
                        target,
                        operands,
                        routine.texts().isEmpty()
                                ? List.of()
                                : placed(routine.texts(), unit.value()),
                        routine.sizes()));
        Halves.narrow(buffers, target, memory, made);
        return made;
    }

    private List<String> placed(List<String> texts, int value) {
        var placed = new ArrayList<>(texts);
        placed.add(graph.instr(value).span().toString());
        graph.instr(value).args().stream()
                .limit(1)
                .forEach(a -> placed.add(graph.instr(a).span().toString()));
        return placed;
    }

    /// A slice that is written into what another has just been written into, and that nothing else
    /// reads, is written there.
    private void continues(Unit.Scatter unit, int u) {
        int start = graph.instr(unit.value()).args().getFirst();
        boolean follows =
                unit.update().replaces()
                        && storage.compute(start) instanceof Compute.Scatter
                        && !storage.isInput(start)
                        && Set.of(u).equals(readers.get(start))
                        && unit.update().body().terms().stream()
                                .noneMatch(t -> t instanceof Term.Load l && l.operand() == start);
        if (follows) {
            buffers.bind(unit.value(), buffers.memory(start));
        }
    }

    /// The sums of floats of 16 bits are f32.
    private List<Kernel> scatter(Unit.Scatter unit, String name, List<Span> spans) {
        var made = new ArrayList<Kernel>();
        int memory = buffers.memory(unit.value());
        int start = buffers.memory(graph.instr(unit.value()).args().getFirst());
        int from = Halves.widened(buffers, start, made);
        int target = Halves.target(buffers, memory);
        made.add(scatter(unit, name, spans, from, target));
        Halves.narrow(buffers, target, memory, made);
        return made;
    }

    private Kernel scatter(
            Unit.Scatter unit, String name, List<Span> spans, int start, int target) {
        var body = new BodyBuilder();
        var bindings = new HashMap<String, Size>();
        int step =
                Terms.copy(
                        unit.update().body(),
                        body,
                        bindings,
                        (into, load, index, guard) ->
                                into.load(
                                        load.type(),
                                        buffers.memory(load.operand()),
                                        List.of(buffers.flat(load.operand(), index)),
                                        guard));
        var index = unit.update().index().stream().map(i -> i.substitute(bindings)).toList();
        return new Kernel.Scatter(
                name,
                spans,
                unit.update().domain(),
                body.build(step),
                inRange(index, unit),
                buffers.flat(unit.value(), index),
                start,
                target,
                unit.update().replaces());
    }

    private Guard inRange(List<Size> index, Unit.Scatter unit) {
        var guard = Guard.ALWAYS;
        var shape = graph.type(unit.value()).shape();
        for (int d = 0; d < index.size(); d++) {
            guard = guard.and(new Guard.Check.InRange(index.get(d), shape.size(d)));
        }
        return new Ranges(unit.update().domain()).simplify(guard);
    }

    private TreeSet<String> symbols() {
        var symbols = new TreeSet<String>();
        graph.instrs()
                .forEach(i -> i.type().shape().sizes().forEach(s -> symbols.addAll(s.symbols())));
        return symbols;
    }
}
