package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Halved;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Carries out the divisions in a sweep, as the gradients of pooling and of strided windows have
/// them, by taking as many points at a time as the divisor says:
///
/// ```
/// for i < 2 n
///   %0 = load a[i // 2]
///   %1 = load b[i // 2] where 2 divides i - 1
///   c[i] = add(%0, %1)
/// ```
///
/// becomes
///
/// ```
/// for i < n
///   %0 = load a[i]
///   %1 = load b[i]
///   %2 = add(%0, %1)
///   c[2 i] = %0
///   c[2 i + 1] = %2
/// ```
///
/// A fold takes the values of all the points in one step, in their order.
final class Residues {
    private static final int MAX_POINTS = 16;
    private static final int MAX_TERMS = 400;

    /// Terms that one loop may have in the end, so that its method stays one that is compiled.
    private static final int MAX_LEFT = 160;

    private final Stage.Sweep sweep;
    private final Map<String, Long> divisors;
    private final List<Axis> axes;
    private final Ranges ranges;
    private final BodyBuilder body = new BodyBuilder();

    private Residues(Stage.Sweep sweep, Map<String, Long> divisors, List<Axis> outer) {
        this.sweep = sweep;
        this.divisors = divisors;
        this.axes = sweep.axes().stream().map(a -> shorter(a, divisors)).toList();
        this.ranges = new Ranges(Stream.of(outer, axes).flatMap(List::stream).toList());
    }

    static Stage.Sweep split(Stage.Sweep sweep, List<Axis> outer) {
        var divisors = Divisions.divisors(sweep.terms(), divided(sweep));
        long points = divisors.values().stream().reduce(1L, (a, b) -> a * b);
        boolean fits = points <= MAX_POINTS && points * sweep.terms().size() <= MAX_TERMS;
        if (points == 1 || !fits || sweep.actions().stream().anyMatch(Residues::counts)) {
            return sweep;
        }
        var split = new Residues(sweep, divisors, outer).run();
        return split.terms().size() <= MAX_LEFT ? split : sweep;
    }

    /// All axes, or all but the innermost where that runs in vectors as it is.
    private static List<Axis> divided(Stage.Sweep sweep) {
        var axes = sweep.axes();
        boolean vectors = !axes.isEmpty() && runsInVectors(sweep, axes.getLast().name());
        return vectors ? axes.subList(0, axes.size() - 1) : axes;
    }

    private static boolean runsInVectors(Stage.Sweep sweep, String inner) {
        return sweep.terms().stream().allMatch(t -> runsInVectors(t, inner))
                && sweep.actions().stream()
                        .allMatch(a ->
                                a instanceof Stage.Action.Fold
                                        || a instanceof Stage.Action.Store s
                                                && isContiguous(s.index(), inner));
    }

    private static boolean runsInVectors(Term term, String inner) {
        return switch (term) {
            case Term.Const c -> true;
            case Term.Apply a -> true;
            case Term.Index i ->
                    !i.value().symbols().contains(inner)
                            || Linear.coefficient(i.value(), inner).isPresent()
                            || Halved.remainderFactor(i.value(), inner).isPresent();
            case Term.Load l -> {
                var index = l.index().getFirst();
                yield l.guard().checks().stream().noneMatch(c -> symbols(c).contains(inner))
                        && (!index.symbols().contains(inner)
                                || isContiguous(index, inner)
                                || Halved.isQuotient(index, inner));
            }
        };
    }

    private static boolean isContiguous(Size index, String axis) {
        return Linear.coefficient(index, axis).filter(c -> c.is(1)).isPresent();
    }

    /// Whether an action depends on the order in which points come.
    private static boolean counts(Stage.Action action) {
        return action instanceof Stage.Action.Fold f
                && (f.reducer() == Reducer.ARG_MAX || f.reducer() == Reducer.ARG_MIN);
    }

    /// Where the axes are at each point of one step, in the order of the old loops.
    static List<Map<String, Size>> points(List<Axis> axes, Map<String, Long> divisors) {
        List<Map<String, Size>> points = List.of(Map.of());
        for (var axis : axes) {
            long divisor = divisors.getOrDefault(axis.name(), 1L);
            var longer = new ArrayList<Map<String, Size>>();
            for (var point : points) {
                for (long r = 0; r < divisor; r++) {
                    var at = new HashMap<>(point);
                    at.put(axis.name(), axis.index().times(divisor).plus(r));
                    longer.add(at);
                }
            }
            points = longer;
        }
        return points;
    }

    /// An axis that takes so many points at a time.
    static Axis shorter(Axis axis, Map<String, Long> divisors) {
        long divisor = divisors.getOrDefault(axis.name(), 1L);
        return new Axis(axis.name(), axis.extent().floorDiv(divisor));
    }

    private Stage.Sweep run() {
        var points = points(sweep.axes(), divisors).stream().map(Point::new).toList();
        var actions = new ArrayList<Stage.Action>();
        for (var action : sweep.actions()) {
            switch (action) {
                case Stage.Action.Store s ->
                        points.forEach(p ->
                                actions.add(
                                        new Stage.Action.Store(
                                                s.target(),
                                                p.index(s.index()),
                                                p.step(s.value()))));
                case Stage.Action.Fold f -> actions.add(fold(f, points));
            }
        }
        return new Stage.Sweep(axes, body.terms(), actions);
    }

    private Stage.Action fold(Stage.Action.Fold fold, List<Point> points) {
        int all =
                points.stream()
                        .map(p -> p.step(fold.value()))
                        .reduce((a, b) -> combine(fold.reducer(), a, b))
                        .orElseThrow();
        return new Stage.Action.Fold(fold.reducer(), all, fold.target());
    }

    private int combine(Reducer reducer, int a, int b) {
        return body.apply(body.type(a), Unroll.fold(reducer), a, b);
    }

    /// One of the old points in the new step: takes over the terms that are asked for.
    private final class Point {
        private final Map<String, Size> at;
        private final Map<Integer, Integer> steps = new HashMap<>();

        Point(Map<String, Size> at) {
            this.at = new HashMap<>(at);
        }

        int step(int old) {
            var known = steps.get(old);
            if (known != null) {
                return known;
            }
            int step = copy(sweep.terms().get(old));
            steps.put(old, step);
            at.put("%" + old, body.indexOf(step));
            return step;
        }

        Size index(Size old) {
            require(old.symbols());
            return old.substitute(at);
        }

        private void require(Collection<String> symbols) {
            symbols.stream()
                    .filter(s -> s.startsWith("%"))
                    .forEach(s -> step(Integer.parseInt(s.substring(1))));
        }

        private int copy(Term term) {
            return switch (term) {
                case Term.Const c -> body.add(c);
                case Term.Index i -> body.index(i.type(), index(i.value()));
                case Term.Load l -> load(l);
                case Term.Apply a -> apply(a);
            };
        }

        private int load(Term.Load load) {
            load.guard().checks().forEach(c -> require(symbols(c)));
            var guard = load.guard().substitute(at);
            if (guard.checks().stream().anyMatch(Residues::fails)) {
                return body.constant(load.type(), 0);
            }
            return body.load(
                    load.type(),
                    load.operand(),
                    load.index().stream().map(this::index).toList(),
                    ranges.simplify(guard));
        }

        /// Choices between equals and sums with zero are gone: they are all that is left of the
        /// loads that read nothing.
        private int apply(Term.Apply apply) {
            var args = apply.args().stream().map(this::step).toList();
            if (apply.fn() == Fn.SELECT && args.get(1).equals(args.get(2))) {
                return args.get(1);
            }
            if (apply.fn() == Fn.ADD && isZero(apply.type(), args.get(0))) {
                return args.get(1);
            }
            if (apply.fn() == Fn.ADD && isZero(apply.type(), args.get(1))) {
                return args.get(0);
            }
            return body.add(new Term.Apply(apply.type(), apply.fn(), args));
        }
    }

    private boolean isZero(ElementType type, int step) {
        return body.terms().get(step).equals(new Term.Const(type, 0));
    }

    private static Collection<String> symbols(Guard.Check check) {
        return switch (check) {
            case Guard.Check.InRange r -> r.value().plus(r.extent().times(2)).symbols();
            case Guard.Check.Divides d -> d.value().symbols();
        };
    }

    /// Whether a check never holds.
    static boolean fails(Guard.Check check) {
        return check instanceof Guard.Check.Divides d
                && d.value().mod(d.divisor()).constant().orElse(0) != 0;
    }
}
