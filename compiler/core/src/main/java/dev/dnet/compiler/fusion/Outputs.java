package dev.dnet.compiler.fusion;

import dev.dnet.compiler.ir.Given;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.loops.Buffer.Place;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Repeat;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.loops.Touched;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Gives what leaves the program its place. A variable is written where its new value is computed,
/// if nobody needs the old one any more by then; otherwise the new value is copied over it at the
/// end.
final class Outputs {
    private final Graph graph;
    private final Buffers buffers;
    private final Set<Integer> taken = new HashSet<>();
    private final List<Touched> touched = new ArrayList<>();
    private final Map<Integer, Set<Integer>> touching = new HashMap<>();
    private final Map<String, Set<Integer>> variables = new HashMap<>();
    private final Function<Output, Place> turns;
    private final BitSet repeated = new BitSet();
    private final List<Kernel> saves = new ArrayList<>();
    private final List<Kernel> copies = new ArrayList<>();

    /// @param turns where the outputs of a body go
    Outputs(Graph graph, Buffers buffers, Function<Output, Place> turns) {
        this.graph = graph;
        this.buffers = buffers;
        this.turns = turns;
    }

    void connect(List<Kernel> kernels, List<Repeat> repeats) {
        repeats.forEach(r -> repeated.set(r.from(), r.to()));
        describe(kernels);
        for (var output : graph.outputs()) {
            connect(output, kernels);
        }
        kernels.addAll(saves);
        kernels.addAll(copies);
    }

    /// Which kernels touch a buffer, and which buffers hold a variable.
    private void describe(List<Kernel> kernels) {
        for (var kernel : kernels) {
            var memory = Touched.by(kernel).memory(buffers.all());
            for (int buffer : memory.all()) {
                touching.computeIfAbsent(buffer, b -> new TreeSet<>()).add(touched.size());
            }
            touched.add(memory);
        }
        for (var buffer : buffers.all()) {
            if (buffer.place() instanceof Place.Variable v) {
                variables.computeIfAbsent(v.path(), p -> new HashSet<>()).add(buffer.id());
            }
        }
    }

    private void connect(Output output, List<Kernel> kernels) {
        boolean input = graph.instr(output.value()).op() instanceof Given;
        switch (output.kind()) {
            case CHECK -> {}
            case RESULT -> connect(output, new Place.Result(output.name()), !input);
            case NEXT, YIELD -> connect(output, turns.apply(output), !input);
            case WRITE -> {
                if (!(input && path(output.value()).equals(output.name()))) {
                    var place = new Place.Variable(output.name());
                    connect(output, place, !input && isSafe(output, kernels));
                }
            }
        }
    }

    private void connect(Output output, Place place, boolean direct) {
        if (direct && taken.add(output.value())) {
            buffers.place(output.value(), place);
            return;
        }
        int source = buffers.memory(output.value());
        if (output.kind() == Output.Kind.WRITE
                && graph.instr(output.value()).op() instanceof Given) {
            int saved = buffers.add(output.value(), new Place.Arena());
            saves.add(copy(output, source, saved));
            source = saved;
        }
        copies.add(copy(output, source, buffers.add(output.value(), place)));
    }

    private String path(int value) {
        return ((Input) graph.instr(value).op()).path();
    }

    /// Whether every read of the old content is over when the new one is stored. What is stored in
    /// turns is not: the next turn may read.
    private boolean isSafe(Output output, List<Kernel> kernels) {
        int target = buffers.memory(output.value());
        var old = variables.getOrDefault(output.name(), Set.of());
        var concerned = new TreeSet<>(touching.getOrDefault(target, Set.of()));
        old.forEach(b -> concerned.addAll(touching.getOrDefault(b, Set.of())));
        boolean written = false;
        for (int k : concerned) {
            var kernel = kernels.get(k);
            boolean reads = touched.get(k).reads().stream().anyMatch(old::contains);
            boolean writes = touched.get(k).writes().contains(target);
            if (writes && repeated.get(k)
                    || reads && (written || writes && !readsInPlace(kernel, old, target))) {
                return false;
            }
            written |= writes;
        }
        return true;
    }

    private static boolean readsInPlace(Kernel kernel, Set<Integer> old, int target) {
        return switch (kernel) {
            case Kernel.Loops k -> k.stages().stream().allMatch(s -> readsInPlace(s, old, target));
            case Kernel.Contraction k ->
                    !old.contains(k.left().buffer())
                            && !old.contains(k.right().buffer())
                            && k.epilogue()
                                    .filter(e -> readsInPlace(e.terms(), e.stores(), old, target))
                                    .isPresent();
            case Kernel.Scatter k ->
                    k.replaces()
                            && old.contains(k.start())
                            && k.body().terms().stream()
                                    .noneMatch(t ->
                                            t instanceof Term.Load l && old.contains(l.operand()));
            case Kernel.Routine k -> false;
        };
    }

    private static boolean readsInPlace(Stage stage, Set<Integer> old, int target) {
        return switch (stage) {
            case Stage.Sweep s -> readsInPlace(s.terms(), s.actions(), old, target);
            case Stage.Accumulate a -> readsInPlace(a.terms(), List.of(), old, target);
        };
    }

    /// Whether the old content is read only at the element that is stored at the same point.
    private static boolean readsInPlace(
            List<Term> terms, List<? extends Stage.Action> actions, Set<Integer> old, int target) {
        var reads =
                terms.stream()
                        .filter(t -> t instanceof Term.Load l && old.contains(l.operand()))
                        .map(t -> ((Term.Load) t).index().getFirst())
                        .toList();
        return reads.isEmpty()
                || actions.stream()
                        .anyMatch(a ->
                                a instanceof Stage.Action.Store s
                                        && s.target() == target
                                        && reads.stream().allMatch(s.index()::equals));
    }

    private Kernel copy(Output output, int source, int target) {
        var span = graph.instr(output.value()).span();
        return copy(output.name(), span, graph.type(output.value()), source, target);
    }

    /// All elements of a buffer, copied to another.
    static Kernel copy(String what, Span span, TensorType type, int source, int target) {
        var elements = type.shape().elements();
        var axis = new Axis("c0", elements);
        var body = new BodyBuilder();
        int value = body.load(type.element().arithmetic(), source, List.of(axis.index()));
        var store = new Stage.Action.Store(target, axis.index(), value);
        var name = "copy_" + what.replaceAll("[^A-Za-z0-9]+", "_") + "_" + target;
        boolean scalar = elements.is(1);
        var sweep = new Stage.Sweep(List.of(axis), body.terms(), List.of(store));
        return new Kernel.Loops(
                name, List.of(span), List.of(), List.of(scalar ? scalarCopy(sweep) : sweep));
    }

    private static Stage.Sweep scalarCopy(Stage.Sweep sweep) {
        var store = (Stage.Action.Store) sweep.actions().getFirst();
        var load = (Term.Load) sweep.terms().getFirst();
        Map<String, Size> zero = Map.of("c0", Size.ZERO);
        return new Stage.Sweep(
                List.of(),
                List.of(
                        new Term.Load(
                                load.type(),
                                load.operand(),
                                List.of(load.index().getFirst().substitute(zero)),
                                load.guard())),
                List.of(new Stage.Action.Store(store.target(), Size.ZERO, store.value())));
    }
}
