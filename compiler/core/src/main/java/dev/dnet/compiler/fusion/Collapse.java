package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Makes one loop of two neighbours that every index walks through as if they were one: `x[h * W +
/// w]` with loops over `h` and `w` becomes `x[f]`. Long inner loops are what vectors want.
final class Collapse {
    private Collapse() {}

    static Kernel axes(Kernel kernel) {
        if (!(kernel instanceof Kernel.Loops loops)) {
            return kernel;
        }
        var current = loops;
        for (int s = 0; s < current.stages().size(); s++) {
            if (current.stages().get(s) instanceof Stage.Sweep sweep) {
                var stages = new ArrayList<>(current.stages());
                stages.set(s, sweep(sweep));
                current =
                        new Kernel.Loops(current.name(), current.spans(), current.outer(), stages);
            }
        }
        return outer(current);
    }

    private static Stage.Sweep sweep(Stage.Sweep sweep) {
        for (int k = sweep.axes().size() - 2; k >= 0; k--) {
            var a = sweep.axes().get(k);
            var b = sweep.axes().get(k + 1);
            if (canMerge(sweep, a, b)) {
                return sweep(merged(sweep, a, b));
            }
        }
        return sweep;
    }

    private static Kernel.Loops outer(Kernel.Loops loops) {
        boolean sweepsOnly = loops.stages().stream().allMatch(Stage.Sweep.class::isInstance);
        for (int k = loops.outer().size() - 2; k >= 0 && sweepsOnly; k--) {
            var a = loops.outer().get(k);
            var b = loops.outer().get(k + 1);
            if (loops.stages().stream().allMatch(s -> canMerge((Stage.Sweep) s, a, b))) {
                var stages =
                        loops.stages().stream().map(s -> (Stage) bind((Stage.Sweep) s, a)).toList();
                return outer(
                        new Kernel.Loops(
                                loops.name(),
                                loops.spans(),
                                mergedAxes(loops.outer(), a, b),
                                stages));
            }
        }
        return loops;
    }

    private static boolean canMerge(Stage.Sweep sweep, Axis a, Axis b) {
        boolean free =
                sweep.terms().stream().noneMatch(t -> usesElsewhere(t, a) || usesElsewhere(t, b));
        return free && indices(sweep).allMatch(i -> Linear.isOneWalk(i, a, b));
    }

    /// Whether an axis occurs in a guard or as a value.
    private static boolean usesElsewhere(Term term, Axis axis) {
        return switch (term) {
            case Term.Index i -> i.value().symbols().contains(axis.name());
            case Term.Load l -> l.guard().mentions(axis);
            case Term.Const c -> false;
            case Term.Apply p -> false;
        };
    }

    private static Stream<Size> indices(Stage.Sweep sweep) {
        var loads =
                sweep.terms().stream()
                        .filter(Term.Load.class::isInstance)
                        .map(t -> ((Term.Load) t).index().getFirst());
        var stores = sweep.stores().stream().map(Stage.Action.Store::index);
        return Stream.concat(loads, stores);
    }

    private static Stage.Sweep merged(Stage.Sweep sweep, Axis a, Axis b) {
        var bound = bind(sweep, a);
        return new Stage.Sweep(mergedAxes(sweep.axes(), a, b), bound.terms(), bound.actions());
    }

    /// `b` takes the longer walk, `a` stands still.
    private static List<Axis> mergedAxes(List<Axis> axes, Axis a, Axis b) {
        var merged = new ArrayList<Axis>();
        for (var axis : axes) {
            if (axis.equals(b)) {
                merged.add(new Axis(b.name(), a.extent().times(b.extent())));
            } else if (!axis.equals(a)) {
                merged.add(axis);
            }
        }
        return merged;
    }

    private static Stage.Sweep bind(Stage.Sweep sweep, Axis a) {
        Map<String, Size> zero = Map.of(a.name(), Size.ZERO);
        var terms = sweep.terms().stream().map(t -> bind(t, zero)).toList();
        var actions = sweep.actions().stream().map(x -> bind(x, zero)).toList();
        return new Stage.Sweep(sweep.axes(), terms, actions);
    }

    private static Term bind(Term term, Map<String, Size> zero) {
        return term instanceof Term.Load l
                ? new Term.Load(
                        l.type(),
                        l.operand(),
                        List.of(l.index().getFirst().substitute(zero)),
                        l.guard())
                : term;
    }

    private static Stage.Action bind(Stage.Action action, Map<String, Size> zero) {
        return switch (action) {
            case Stage.Action.Store s ->
                    new Stage.Action.Store(s.target(), s.index().substitute(zero), s.value());
            case Stage.Action.Fold f -> f;
        };
    }
}
