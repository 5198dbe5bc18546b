package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Turns a contraction and the maps of its elements into a kernel.
final class ProductBuilder {
    /// What an epilogue loads to get the finished sum.
    static final int SUM = -1;

    private final Unit.Product unit;
    private final Buffers buffers;
    private final IntPredicate escapes;
    private final BodyBuilder body = new BodyBuilder();
    private final Map<Integer, Integer> steps = new HashMap<>();
    private final List<Stage.Action.Store> stores = new ArrayList<>();

    ProductBuilder(Unit.Product unit, Buffers buffers, IntPredicate escapes) {
        this.unit = unit;
        this.buffers = buffers;
        this.escapes = escapes;
    }

    Kernel.Contraction build(String name, List<Span> spans) {
        var root = unit.root();
        var f = unit.factors();
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
        return buffers.flat(value, unit.root().out().stream().map(Axis::index).toList());
    }

    private void add(Root root) {
        var names = new HashMap<String, String>();
        for (int a = 0; a < root.out().size(); a++) {
            names.put(root.out().get(a).name(), unit.root().out().get(a).name());
        }
        int step =
                Terms.copy(
                        root.body(),
                        body,
                        Terms.bindings(names),
                        (into, load, index, guard) -> {
                            if (load.operand() == unit.root().value()) {
                                return into.load(load.type(), SUM, List.of(Size.ZERO));
                            }
                            var own = steps.get(load.operand());
                            return own != null
                                    ? own
                                    : into.load(
                                            load.type(),
                                            buffers.memory(load.operand()),
                                            List.of(buffers.flat(load.operand(), index)),
                                            guard);
                        });
        steps.put(root.value(), step);
        if (escapes.test(root.value())) {
            stores.add(
                    new Stage.Action.Store(
                            buffers.memory(root.value()), offset(root.value()), step));
        }
    }
}
