package dev.dnet.compiler.fusion;

import dev.dnet.compiler.ir.Given;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Decides which values of a graph get memory. All others are computed where they are used.
///
/// Stored are: what is not a map; what leaves the program; operands of routines, scatters and
/// contractions (as far as an index map does not lead to something stored); what is costly and used
/// more than once or repeated along an axis; and what two consumers would have to compute from
/// several tensors each.
final class Storage {
    /// A body with more loads than this is not substituted any further.
    private static final int MAX_LOADS = 24;

    private final Graph graph;
    private final boolean fuse;
    private final List<Compute> computes = new ArrayList<>();
    private final List<List<Integer>> users = new ArrayList<>();
    private final BitSet stored = new BitSet();
    private final int[] loads;

    private Storage(Graph graph, boolean fuse) {
        this.graph = graph;
        this.fuse = fuse;
        this.loads = new int[graph.size()];
    }

    static Storage decide(Graph graph, boolean fuse) {
        var storage = new Storage(graph, fuse);
        storage.describe();
        storage.markDemanded();
        for (int v = 0; v < graph.size(); v++) {
            storage.visit(v);
        }
        return storage;
    }

    boolean isStored(int value) {
        return stored.get(value);
    }

    Compute compute(int value) {
        return computes.get(value);
    }

    boolean isInput(int value) {
        return graph.instr(value).op() instanceof Given;
    }

    private void describe() {
        for (int v = 0; v < graph.size(); v++) {
            var instr = graph.instr(v);
            users.add(new ArrayList<>());
            computes.add(
                    isInput(v)
                            ? new Compute.Alias()
                            : Halves.arithmetic(
                                    Strides.divide(
                                            instr.op()
                                                    .compute(graph.argTypes(instr), instr.type())),
                                    instr.type().element()));
            for (int arg : instr.args()) {
                users.get(arg).add(v);
            }
            if (isInput(v) || !isMap(v) && !isAlias(v)) {
                stored.set(v);
            }
        }
    }

    private void markDemanded() {
        graph.outputs().stream().map(Output::value).filter(v -> !isInput(v)).forEach(stored::set);
        for (int v = 0; v < graph.size(); v++) {
            switch (computes.get(v)) {
                case Compute.Routine r -> graph.instr(v).args().forEach(this::store);
                case Compute.Turns t -> graph.instr(v).args().forEach(a -> store(memory(a)));
                case Compute.Scatter s -> store(graph.instr(v).args().getFirst());
                case Compute.Nest n when isProduct(n) ->
                        graph.instr(v).args().forEach(this::storeBase);
                case Compute.Nest n -> {}
                case Compute.Alias a -> {}
            }
        }
    }

    /// The value in whose memory another lies: itself, or what it is only another shape of.
    int memory(int value) {
        int v = value;
        while (isAlias(v)) {
            v = graph.instr(v).args().getFirst();
        }
        return v;
    }

    private void store(int value) {
        stored.set(value);
    }

    /// Follows index maps down to what they read, and stores that.
    private void storeBase(int value) {
        int v = value;
        while (!stored.get(v) && isPureView(v)) {
            v = graph.instr(v).args().getFirst();
        }
        stored.set(v);
    }

    private void visit(int v) {
        if (stored.get(v)) {
            loads[v] = 1;
            return;
        }
        loads[v] = graph.instr(v).args().stream().mapToInt(a -> loads[a]).sum();
        if (isAlias(v)) {
            if (!isCleanReshape(v)) {
                store(graph.instr(v).args().getFirst());
                loads[v] = 1;
            }
            return;
        }
        if (mustStore(v)) {
            stored.set(v);
            loads[v] = 1;
        }
    }

    private boolean mustStore(int v) {
        if (!fuse) {
            return !isConstant(v);
        }
        if (isPureView(v) || isConstant(v)) {
            return false;
        }
        int uses = users.get(v).size();
        boolean repeated = users.get(v).stream().anyMatch(u -> repeats(v, u));
        return loads[v] > MAX_LOADS
                || isCostly(v) && (uses > 1 || repeated)
                || uses > 1 && loads[v] > 1
                || repeated && computesSomething(v);
    }

    /// Whether the user reads each element of the value more than once, or in a shape with more
    /// elements.
    private boolean repeats(int v, int user) {
        if (isAlias(user) || isPureView(user)) {
            boolean more =
                    !graph.type(user).shape().elements().equals(graph.type(v).shape().elements());
            return more && growing(v, user)
                    || users.get(user).stream().anyMatch(u -> repeats(user, u));
        }
        return computes.get(user) instanceof Compute.Nest n
                && !n.reduce().isEmpty()
                && hasWindow(n);
    }

    private boolean growing(int v, int user) {
        var difference =
                graph.type(user).shape().elements().minus(graph.type(v).shape().elements());
        return Bounds.nonNegative(difference);
    }

    private static boolean hasWindow(Compute.Nest nest) {
        return nest.body().terms().stream()
                .filter(Term.Load.class::isInstance)
                .flatMap(t -> ((Term.Load) t).index().stream())
                .anyMatch(i -> i.symbols().size() > 1);
    }

    private boolean computesSomething(int v) {
        return computes.get(v) instanceof Compute.Nest n
                && n.body().terms().stream().anyMatch(Term.Apply.class::isInstance);
    }

    private boolean isCostly(int v) {
        if (stored.get(v) || isConstant(v)) {
            return false;
        }
        boolean own =
                computes.get(v) instanceof Compute.Nest n
                        && n.body().terms().stream()
                                .anyMatch(t -> t instanceof Term.Apply a && a.fn().isCostly());
        return own || graph.instr(v).args().stream().anyMatch(this::isCostly);
    }

    private boolean isMap(int v) {
        return computes.get(v) instanceof Compute.Nest n && n.reducer() == Reducer.NONE;
    }

    private boolean isAlias(int v) {
        return computes.get(v) instanceof Compute.Alias && !isInput(v);
    }

    private boolean isProduct(Compute.Nest nest) {
        return new Root(0, nest.out(), nest.reduce(), nest.reducer(), nest.body()).isContraction();
    }

    private boolean isConstant(int v) {
        return graph.instr(v).args().isEmpty()
                && !isInput(v)
                && isMap(v)
                && graph.type(v).rank() == 0;
    }

    /// A map that only moves: its body is one load, possibly under a guard, with an index that no
    /// data decide.
    private boolean isPureView(int v) {
        return isAlias(v) && isCleanReshape(v)
                || isMap(v)
                        && computes.get(v) instanceof Compute.Nest n
                        && n.body().resultTerm() instanceof Term.Load l
                        && l.index().stream()
                                .flatMap(i -> i.symbols().stream())
                                .noneMatch(s -> s.startsWith("%"));
    }

    /// Whether an index of the reshaped value is an index of the operand without divisions.
    boolean isCleanReshape(int v) {
        var axes = Axes.over("q", graph.type(v).shape());
        var operand = graph.type(graph.instr(v).args().getFirst()).shape();
        var flat = Ranges.flatten(axes.stream().map(Axis::index).toList(), graph.type(v).shape());
        return new Ranges(axes).unflatten(flat, operand).stream().noneMatch(Storage::divides);
    }

    static boolean divides(Size index) {
        return index.toString().contains("//") || index.toString().contains("%");
    }
}
