package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Halved;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;

/// How the terms of a stage lie in its loops: the depth at which each can be computed, and whether
/// the innermost loop can run in vectors. Both follow from the stage alone, never from the machine,
/// because the order of a sum depends on them.
public final class SweepPlan {
    private final List<Axis> axes;
    private final List<Term> terms;
    private final int[] depth;
    private final boolean vector;
    private final ElementType main;
    private final boolean fromEven;

    private SweepPlan(List<Axis> axes, List<Term> terms, boolean fromEven) {
        this.axes = axes;
        this.terms = terms;
        this.fromEven = fromEven;
        this.depth = new int[terms.size()];
        for (int k = 0; k < depth.length; k++) {
            depth[k] = depth(terms.get(k));
        }
        this.main = main();
        this.vector = !axes.isEmpty() && innerTermsAreVectors();
    }

    private SweepPlan(SweepPlan plan, boolean vector) {
        this.axes = plan.axes;
        this.terms = plan.terms;
        this.depth = plan.depth;
        this.main = plan.main;
        this.fromEven = plan.fromEven;
        this.vector = vector;
    }

    /// A sweep whose innermost loop may start anywhere.
    public static SweepPlan of(Stage.Sweep sweep, List<Buffer> buffers) {
        return of(sweep, buffers, false);
    }

    /// A sweep whose innermost loop starts at an even place.
    public static SweepPlan fromEven(Stage.Sweep sweep, List<Buffer> buffers) {
        return of(sweep, buffers, true);
    }

    private static SweepPlan of(Stage.Sweep sweep, List<Buffer> buffers, boolean fromEven) {
        var plan = new SweepPlan(sweep.axes(), sweep.terms(), fromEven);
        return new SweepPlan(
                plan,
                plan.vector && sweep.actions().stream().allMatch(a -> plan.takes(a, buffers)));
    }

    /// The row of an accumulation: its last map axis is the innermost loop, its reduce axes lie
    /// around the terms.
    public static SweepPlan of(Stage.Accumulate stage) {
        var loops = new ArrayList<>(stage.map().subList(0, stage.map().size() - 1));
        loops.addAll(stage.reduce());
        loops.add(stage.map().getLast());
        var plan = new SweepPlan(loops, stage.terms(), false);
        boolean sameLanes = plan.hasLanes(plan.terms.get(stage.value()).type());
        return new SweepPlan(
                plan,
                plan.vector
                        && sameLanes
                        && plan.isContiguous(stage.index())
                        && isFold(stage.reducer()));
    }

    public boolean isVector() {
        return vector;
    }

    /// The element type whose species counts the lanes.
    ElementType main() {
        var types = terms.stream().map(Term::type).toList();
        for (var type :
                List.of(ElementType.F32, ElementType.F64, ElementType.I32, ElementType.I64)) {
            if (types.contains(type)) {
                return type;
            }
        }
        return ElementType.F32;
    }

    public ElementType mainType() {
        return main;
    }

    /// The number of loops around the place where the term is computed; all of them for what the
    /// innermost index moves.
    public int depth(int term) {
        return depth[term];
    }

    public boolean isInner(int term) {
        return depth[term] == axes.size() && !axes.isEmpty();
    }

    private int depth(Term term) {
        return switch (term) {
            case Term.Const c -> 0;
            case Term.Index i -> depth(i.value());
            case Term.Load l ->
                    Math.max(
                            l.index().stream().mapToInt(this::depth).max().orElse(0),
                            l.guard().checks().stream().mapToInt(this::depth).max().orElse(0));
            case Term.Apply a -> a.args().stream().mapToInt(x -> depth[x]).max().orElse(0);
        };
    }

    private int depth(Guard.Check check) {
        return switch (check) {
            case Guard.Check.InRange r -> Math.max(depth(r.value()), depth(r.extent()));
            case Guard.Check.Divides d -> Math.max(depth(d.value()), depth(d.divisor()));
        };
    }

    private int depth(Size index) {
        int deepest = 0;
        for (var symbol : index.symbols()) {
            if (symbol.startsWith("%")) {
                deepest = Math.max(deepest, depth[Integer.parseInt(symbol.substring(1))]);
            }
            for (int a = 0; a < axes.size(); a++) {
                deepest = axes.get(a).name().equals(symbol) ? Math.max(deepest, a + 1) : deepest;
            }
        }
        return deepest;
    }

    private boolean innerTermsAreVectors() {
        int bytes = main.bytes();
        for (int k = 0; k < terms.size(); k++) {
            var type = terms.get(k).type();
            if (isInner(k)
                    && (type != ElementType.BOOL && type.bytes() != bytes
                            || !isVector(terms.get(k)))) {
                return false;
            }
        }
        return true;
    }

    private boolean isVector(Term term) {
        return switch (term) {
            case Term.Const c -> true;
            case Term.Index i ->
                    i.type() == ElementType.I32 && (isLinear(i.value()) || isRemainder(i.value()));
            case Term.Load l ->
                    l.type() != ElementType.BOOL
                            && (isContiguous(l.index().getFirst())
                                    || isHalved(l.index().getFirst()))
                            && l.guard().checks().stream().allMatch(c -> depth(c) < axes.size());
            case Term.Apply a -> VectorCode.has(a.fn(), a.type()) && operandsAreVectors(a);
        };
    }

    private boolean operandsAreVectors(Term.Apply apply) {
        return apply.args().stream()
                .map(x -> terms.get(x).type())
                .allMatch(t -> t == ElementType.BOOL || t.bytes() == main.bytes());
    }

    private boolean takes(Stage.Action action, List<Buffer> buffers) {
        return switch (action) {
            case Stage.Action.Store s ->
                    hasLanes(buffers.get(s.target()).type().element().arithmetic())
                            && isContiguous(s.index());
            case Stage.Action.Fold f ->
                    isFold(f.reducer()) && hasLanes(terms.get(f.value()).type());
        };
    }

    /// Whether a vector of this type has as many lanes as the loop counts in.
    private boolean hasLanes(ElementType type) {
        return type != ElementType.BOOL && type.bytes() == main.bytes();
    }

    public static boolean isFold(Reducer reducer) {
        return switch (reducer) {
            case SUM, PRODUCT, MAX, MIN -> true;
            case NONE, ARG_MAX, ARG_MIN -> false;
        };
    }

    boolean isContiguous(Size index) {
        return noDataBeyond(index)
                && Linear.coefficient(index, axes.getLast().name())
                        .filter(c -> c.is(1))
                        .isPresent();
    }

    /// Whether two neighbours of the innermost loop read one element.
    boolean isHalved(Size index) {
        return fromEven && noDataBeyond(index) && Halved.isQuotient(index, axes.getLast().name());
    }

    private boolean isRemainder(Size index) {
        return fromEven
                && noDataBeyond(index)
                && Halved.remainderFactor(index, axes.getLast().name()).isPresent();
    }

    private boolean isLinear(Size index) {
        return noDataBeyond(index)
                && Linear.coefficient(index, axes.getLast().name())
                        .filter(Size::isConstant)
                        .isPresent();
    }

    /// Whether symbols from data in the index stand still while the innermost axis runs.
    private boolean noDataBeyond(Size index) {
        return index.symbols().stream()
                .filter(s -> s.startsWith("%"))
                .allMatch(s -> depth[Integer.parseInt(s.substring(1))] < axes.size());
    }
}
