package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Turns a contraction and the maps of its elements into kernels: one, or one for each remainder
/// where an out axis is divided.
final class ProductBuilder {
    /// What an epilogue loads to get the finished sum.
    static final int SUM = -1;

    private final Unit.Product unit;
    private final Buffers buffers;
    private final IntPredicate escapes;
    private final Remainders.Part part;
    private final BodyBuilder body = new BodyBuilder();
    private final Map<Integer, Integer> steps = new HashMap<>();
    private final List<Stage.Action.Store> stores = new ArrayList<>();

    private ProductBuilder(
            Unit.Product unit, Buffers buffers, IntPredicate escapes, Remainders.Part part) {
        this.unit = unit;
        this.buffers = buffers;
        this.escapes = escapes;
        this.part = part;
    }

    static List<Kernel> build(
            Unit.Product unit,
            Buffers buffers,
            IntPredicate escapes,
            String name,
            List<Span> spans) {
        var parts = Remainders.of(unit.root());
        var kernels = new ArrayList<Kernel>();
        for (var part : parts) {
            var own = parts.size() == 1 ? name : name + "_" + kernels.size();
            kernels.add(new ProductBuilder(unit, buffers, escapes, part).build(own, spans));
        }
        return kernels;
    }

    private Kernel build(String name, List<Span> spans) {
        if (part.isEmpty()) {
            return zeros(name, spans);
        }
        var root = part.root();
        var f = Factors.of(root).orElseThrow();
        var index = offset(root.value());
        unit.epilogue().forEach(this::add);
        boolean keepSum = unit.epilogue().isEmpty() || escapes.test(root.value());
        int target = keepSum ? buffers.memory(root.value()) : stores.getFirst().target();
        Optional<Kernel.Epilogue> epilogue =
                stores.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Kernel.Epilogue(body.terms(), stores, keepSum));
        return new Kernel.Contraction(
                name,
                spans,
                f.batch(),
                f.rows(),
                f.columns(),
                root.reduce(),
                operand(f.left()),
                operand(f.right()),
                target,
                index,
                epilogue);
    }

    private Kernel.Operand operand(Term.Load load) {
        return new Kernel.Operand(
                buffers.memory(load.operand()),
                buffers.flat(load.operand(), load.index()),
                load.guard());
    }

    private Size offset(int value) {
        return buffers.flat(value, unit.root().out().stream().map(this::at).toList());
    }

    /// Where an axis of the whole contraction is in this part.
    private Size at(Axis axis) {
        return part.at().getOrDefault(axis.name(), axis.index());
    }

    /// The part of no terms: the maps of zero.
    private Kernel zeros(String name, List<Span> spans) {
        var root = unit.root();
        int zero = body.constant(root.body().resultTerm().type(), 0);
        if (unit.epilogue().isEmpty() || escapes.test(root.value())) {
            stores.add(
                    new Stage.Action.Store(
                            buffers.memory(root.value()), offset(root.value()), zero));
        }
        steps.put(root.value(), zero);
        unit.epilogue().forEach(this::add);
        var sweep = new Stage.Sweep(part.root().out(), body.terms(), List.copyOf(stores));
        return new Kernel.Loops(name, spans, List.of(), List.of(sweep));
    }

    /// The sum, an earlier step, or memory; nothing where this part never passes the guard.
    private int load(BodyBuilder into, Term.Load load, List<Size> index, Guard guard) {
        var own = steps.get(load.operand());
        if (own != null) {
            return own;
        }
        if (load.operand() == unit.root().value()) {
            int sum = into.load(load.type(), SUM, List.of(Size.ZERO));
            return Halves.rounded(into, sum, buffers.element(load.operand()));
        }
        if (guard.checks().stream().anyMatch(Residues::fails)) {
            return into.constant(load.type(), 0);
        }
        return into.load(
                load.type(),
                buffers.memory(load.operand()),
                List.of(buffers.flat(load.operand(), index)),
                new Ranges(part.root().out()).simplify(guard));
    }

    private void add(Root root) {
        var places = new HashMap<String, Size>();
        for (int a = 0; a < root.out().size(); a++) {
            places.put(root.out().get(a).name(), at(unit.root().out().get(a)));
        }
        int step = Terms.copy(root.body(), body, places, this::load);
        steps.put(root.value(), step);
        if (escapes.test(root.value())) {
            stores.add(
                    new Stage.Action.Store(
                            buffers.memory(root.value()), offset(root.value()), step));
        }
    }
}
