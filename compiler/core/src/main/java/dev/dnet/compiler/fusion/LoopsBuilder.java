package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Turns the members of one unit into stages. A member runs in the earliest sweep that has its
/// loops and comes late enough; within one sweep a value that was just computed is used directly,
/// not read back.
final class LoopsBuilder {
    private final Unit.Loops unit;
    private final Buffers buffers;
    private final IntPredicate escapes;
    private final List<Sweep> sweeps = new ArrayList<>();
    private final Map<Integer, Made> made = new HashMap<>();

    /// Where a member's value is: the sweep, its step there (not of a fold), its local if it has
    /// one, its offset if it is in memory by then.
    private record Made(int sweep, int step, boolean fold, int local, Size offset) {}

    private static final class Sweep {
        final List<Axis> axes;
        final BodyBuilder body = new BodyBuilder();
        final List<Stage.Action> actions = new ArrayList<>();

        Sweep(List<Axis> axes) {
            this.axes = axes;
        }

        List<Size> extents() {
            return axes.stream().map(Axis::extent).toList();
        }
    }

    LoopsBuilder(Unit.Loops unit, Buffers buffers, IntPredicate escapes) {
        this.unit = unit;
        this.buffers = buffers;
        this.escapes = escapes;
    }

    Kernel.Loops build(String name, List<Span> spans) {
        if (unit.members.stream().allMatch(m -> m.root.isMap() && m.inner().isEmpty())) {
            unit.outer = List.of();
            unit.members.forEach(m -> m.outer.clear());
        }
        unit.members.forEach(this::add);
        var stages = new ArrayList<Stage>();
        for (var s : sweeps) {
            var sweep = new Stage.Sweep(s.axes, s.body.terms(), s.actions);
            stages.add(Residues.split(sweep, unit.outer));
        }
        return new Kernel.Loops(name, spans, unit.outer, stages);
    }

    private void add(Unit.Member member) {
        var inner = member.inner();
        int at = place(member, inner);
        var sweep = sweeps.get(at);
        var bindings = Terms.bindings(names(member, inner, sweep));
        int step =
                Terms.copy(
                        member.root.body(),
                        sweep.body,
                        bindings,
                        (into, load, index, guard) -> load(at, into, load, index, guard));
        record(member, at, step, bindings);
    }

    private void record(Unit.Member member, int at, int step, Map<String, Size> bindings) {
        int value = member.root.value();
        var index = member.root.out().stream().map(a -> a.index().substitute(bindings)).toList();
        var offset = buffers.flat(value, index);
        if (!member.root.isMap()) {
            fold(member, at, step, offset);
        } else if (sweeps.get(at).axes.isEmpty()) {
            int local = buffers.local(value);
            store(at, local, Size.ZERO, step);
            if (escapes.test(value)) {
                store(at, buffers.memory(value), offset, step);
            }
            made.put(value, new Made(at, step, false, local, offset));
        } else {
            store(at, buffers.memory(value), offset, step);
            made.put(value, new Made(at, step, false, -1, offset));
        }
    }

    private void store(int at, int target, Size offset, int step) {
        var sweep = sweeps.get(at);
        var element = buffers.get(target).type().element();
        int stored = Halves.stored(sweep.body.terms(), step, element);
        sweep.actions.add(new Stage.Action.Store(target, offset, stored));
    }

    private void fold(Unit.Member member, int at, int step, Size offset) {
        int value = member.root.value();
        int local = buffers.local(value);
        sweeps.get(at).actions.add(new Stage.Action.Fold(member.root.reducer(), step, local));
        made.put(value, new Made(at, step, true, local, offset));
        if (escapes.test(value)) {
            int scalar = firstSweep(at + 1, List.of());
            int loaded =
                    sweeps.get(scalar)
                            .body
                            .load(buffers.get(local).type().element(), local, List.of(Size.ZERO));
            store(scalar, buffers.memory(value), offset, loaded);
        }
    }

    /// The sweep for a member: the first that has its loops and comes after what it needs.
    private int place(Unit.Member member, List<Axis> inner) {
        int earliest = 0;
        for (var load : member.root.loads().toList()) {
            var producer = made.get(load.operand());
            if (producer != null) {
                boolean same = canShare(member, inner, load, producer);
                earliest = Math.max(earliest, producer.sweep + (same ? 0 : 1));
            }
        }
        return firstSweep(earliest, inner);
    }

    private int firstSweep(int earliest, List<Axis> inner) {
        var extents = inner.stream().map(Axis::extent).toList();
        for (int s = earliest; s < sweeps.size(); s++) {
            if (sweeps.get(s).extents().equals(extents)) {
                return s;
            }
        }
        int number = sweeps.size();
        var axes = new ArrayList<Axis>();
        extents.forEach(e -> axes.add(new Axis("s" + number + "x" + axes.size(), e)));
        sweeps.add(new Sweep(axes));
        return number;
    }

    /// Whether the member, run in the producer's own sweep, reads just the element that is computed
    /// at that point.
    private boolean canShare(Unit.Member member, List<Axis> inner, Term.Load load, Made producer) {
        var sweep = sweeps.get(producer.sweep);
        if (producer.fold || !sweep.extents().equals(inner.stream().map(Axis::extent).toList())) {
            return false;
        }
        var bindings = Terms.bindings(names(member, inner, sweep));
        var index = load.index().stream().map(i -> i.substitute(bindings)).toList();
        return load.guard().isAlways()
                && buffers.flat(load.operand(), index).equals(producer.offset);
    }

    private static Map<String, String> names(Unit.Member member, List<Axis> inner, Sweep sweep) {
        var names = new HashMap<>(member.outer);
        for (int k = 0; k < inner.size(); k++) {
            names.put(inner.get(k).name(), sweep.axes.get(k).name());
        }
        return names;
    }

    private int load(int at, BodyBuilder into, Term.Load load, List<Size> index, Guard guard) {
        var producer = made.get(load.operand());
        if (producer != null && producer.sweep == at && !producer.fold) {
            return producer.step;
        }
        if (producer != null && producer.local >= 0) {
            int local = into.load(load.type(), producer.local, List.of(Size.ZERO));
            return producer.fold
                    ? Halves.rounded(into, local, buffers.element(load.operand()))
                    : local;
        }
        return into.load(
                load.type(),
                buffers.memory(load.operand()),
                List.of(buffers.flat(load.operand(), index)),
                guard);
    }

    /// The kernel of a reduction that adds rows to a row.
    static Kernel.Loops rows(Unit.Rows rows, Buffers buffers, String name, List<Span> spans) {
        var root = rows.root();
        var body = new BodyBuilder();
        int step =
                Terms.copy(
                        root.body(),
                        body,
                        new HashMap<>(),
                        (into, load, index, guard) ->
                                into.load(
                                        load.type(),
                                        buffers.memory(load.operand()),
                                        List.of(buffers.flat(load.operand(), index)),
                                        guard));
        var offset = buffers.flat(root.value(), root.out().stream().map(Axis::index).toList());
        Reducer reducer = root.reducer();
        var stage =
                new Stage.Accumulate(
                        root.out(),
                        root.reduce(),
                        body.terms(),
                        reducer,
                        step,
                        buffers.memory(root.value()),
                        offset);
        return new Kernel.Loops(name, spans, List.of(), List.of(stage));
    }
}
