package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Makes one axis of two neighbours of a contraction that every index walks through as if they were
/// one: `x[t * D + n * T * D + k]` over `n` and `t` becomes `x[t * D + k]`. Threads have to take
/// their axes from numbers, which costs a division for each but the first.
final class MergedAxes {
    private Kernel.Contraction kernel;

    private MergedAxes(Kernel.Contraction kernel) {
        this.kernel = kernel;
    }

    static Kernel.Contraction of(Kernel.Contraction kernel) {
        var merged = new MergedAxes(kernel);
        var batch = merged.merge(kernel.batch());
        var rows = merged.merge(kernel.rows());
        var columns = merged.merge(kernel.columns());
        var reduce = merged.merge(kernel.reduce());
        var k = merged.kernel;
        return new Kernel.Contraction(
                k.name(),
                k.spans(),
                batch,
                rows,
                columns,
                reduce,
                k.left(),
                k.right(),
                k.target(),
                k.index(),
                k.epilogue());
    }

    private List<Axis> merge(List<Axis> axes) {
        var merged = new ArrayList<>(axes);
        for (int k = axes.size() - 2; k >= 0; k--) {
            var a = merged.get(k);
            var b = merged.get(k + 1);
            if (indices().allMatch(i -> Linear.isOneWalk(i, a, b))
                    && guards().noneMatch(g -> g.mentions(a) || g.mentions(b))) {
                kernel = without(a.name());
                merged.set(k, new Axis(b.name(), a.extent().times(b.extent())));
                merged.remove(k + 1);
            }
        }
        return merged;
    }

    private Stream<Term> terms() {
        return kernel.epilogue().stream().flatMap(e -> e.terms().stream());
    }

    private Stream<Size> indices() {
        var own = Stream.of(kernel.left().index(), kernel.right().index(), kernel.index());
        var stores =
                kernel.epilogue().stream()
                        .flatMap(e -> e.stores().stream())
                        .map(Stage.Action.Store::index);
        return Stream.of(own, stores, terms().flatMap(MergedAxes::indices)).flatMap(s -> s);
    }

    private static Stream<Size> indices(Term term) {
        return switch (term) {
            case Term.Load l -> l.index().stream();
            case Term.Index i -> Stream.of(i.value());
            case Term.Const c -> Stream.of();
            case Term.Apply a -> Stream.of();
        };
    }

    private Stream<Guard> guards() {
        var own = Stream.of(kernel.left().guard(), kernel.right().guard());
        var loads = terms().filter(Term.Load.class::isInstance).map(t -> ((Term.Load) t).guard());
        return Stream.concat(own, loads);
    }

    private Kernel.Contraction without(String axis) {
        Map<String, Size> zero = Map.of(axis, Size.ZERO);
        var epilogue =
                kernel.epilogue()
                        .map(e ->
                                new Kernel.Epilogue(
                                        e.terms().stream().map(t -> without(t, zero)).toList(),
                                        e.stores().stream().map(s -> without(s, zero)).toList(),
                                        e.keepSum()));
        return new Kernel.Contraction(
                kernel.name(),
                kernel.spans(),
                kernel.batch(),
                kernel.rows(),
                kernel.columns(),
                kernel.reduce(),
                without(kernel.left(), zero),
                without(kernel.right(), zero),
                kernel.target(),
                kernel.index().substitute(zero),
                epilogue);
    }

    private static Kernel.Operand without(Kernel.Operand o, Map<String, Size> zero) {
        return new Kernel.Operand(o.buffer(), o.index().substitute(zero), o.guard());
    }

    private static Stage.Action.Store without(Stage.Action.Store s, Map<String, Size> zero) {
        return new Stage.Action.Store(s.target(), s.index().substitute(zero), s.value());
    }

    private static Term without(Term term, Map<String, Size> zero) {
        return switch (term) {
            case Term.Load l ->
                    new Term.Load(
                            l.type(),
                            l.operand(),
                            l.index().stream().map(i -> i.substitute(zero)).toList(),
                            l.guard());
            case Term.Index i -> new Term.Index(i.type(), i.value().substitute(zero));
            case Term.Const c -> c;
            case Term.Apply a -> a;
        };
    }
}
