package dev.dnet.compiler.codegen.jvm.contract;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Neighbouring column axes that every index behind the sums walks through as if they were one
/// become one: `axes` are the columns of `kernel`, whose epilogue and result index use them; its
/// factors do not follow.
record Merge(Kernel.Contraction kernel, List<Axis> axes) {

    static Merge of(Kernel.Contraction kernel, List<Axis> axes) {
        for (int c = axes.size() - 2; c >= 0; c--) {
            var a = axes.get(c);
            var b = axes.get(c + 1);
            if (indices(kernel).allMatch(i -> Linear.isOneWalk(i, a, b))
                    && terms(kernel).noneMatch(t -> usesElsewhere(t, a, b))) {
                var merged = new ArrayList<>(axes);
                merged.set(c, new Axis(b.name(), a.extent().times(b.extent())));
                merged.remove(c + 1);
                return of(still(kernel, a), merged);
            }
        }
        return new Merge(kernel, List.copyOf(axes));
    }

    private static Stream<Term> terms(Kernel.Contraction kernel) {
        return kernel.epilogue().stream().flatMap(e -> e.terms().stream());
    }

    private static Stream<Size> indices(Kernel.Contraction kernel) {
        var loads =
                terms(kernel)
                        .filter(t -> t instanceof Term.Load l && l.operand() >= 0)
                        .map(t -> ((Term.Load) t).index().getFirst());
        var stores =
                kernel.epilogue().stream()
                        .flatMap(e -> e.stores().stream())
                        .map(Stage.Action.Store::index);
        return Stream.of(loads, stores, Stream.of(kernel.index())).flatMap(s -> s);
    }

    /// Whether an axis occurs in a guard or as a value.
    private static boolean usesElsewhere(Term term, Axis a, Axis b) {
        return switch (term) {
            case Term.Index i ->
                    i.value().symbols().contains(a.name())
                            || i.value().symbols().contains(b.name());
            case Term.Load l -> !l.guard().isAlways();
            case Term.Const c -> false;
            case Term.Apply p -> false;
        };
    }

    /// The kernel with `a` at zero behind its sums.
    private static Kernel.Contraction still(Kernel.Contraction k, Axis a) {
        Map<String, Size> zero = Map.of(a.name(), Size.ZERO);
        Optional<Kernel.Epilogue> epilogue =
                k.epilogue()
                        .map(e ->
                                new Kernel.Epilogue(
                                        e.terms().stream().map(t -> still(t, zero)).toList(),
                                        e.stores().stream()
                                                .map(s ->
                                                        new Stage.Action.Store(
                                                                s.target(),
                                                                s.index().substitute(zero),
                                                                s.value()))
                                                .toList(),
                                        e.keepSum()));
        return new Kernel.Contraction(
                k.name(),
                k.spans(),
                k.batch(),
                k.rows(),
                k.columns(),
                k.reduce(),
                k.left(),
                k.right(),
                k.target(),
                k.index().substitute(zero),
                epilogue);
    }

    private static Term still(Term term, Map<String, Size> zero) {
        return term instanceof Term.Load l
                ? new Term.Load(
                        l.type(),
                        l.operand(),
                        List.of(l.index().getFirst().substitute(zero)),
                        l.guard())
                : term;
    }
}
