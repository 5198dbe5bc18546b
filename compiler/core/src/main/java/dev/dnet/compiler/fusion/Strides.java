package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// Sums over the positions that a stride hits, not over all with a test for each. Before: `y[h] =
/// Σ_r x[(h - r) / 2] w[r]` where 2 divides; after: `Σ_t x[h // 2 - t] w[h % 2 + 2 t]`, a quarter
/// of the work in two dimensions and no test. The terms that are left keep their order.
final class Strides {
    private Strides() {}

    static Compute divide(Compute compute) {
        var result = compute;
        while (result instanceof Compute.Nest nest && nest.reducer() == Reducer.SUM) {
            var step = nest.reduce().isEmpty() ? Optional.<Exchange>empty() : find(nest);
            if (step.isEmpty()) {
                return result;
            }
            result = step.get().apply(nest);
        }
        return result;
    }

    private static Optional<Exchange> find(Compute.Nest nest) {
        return nest.body().terms().stream()
                .filter(Term.Load.class::isInstance)
                .flatMap(t -> ((Term.Load) t).guard().checks().stream())
                .filter(Guard.Check.Divides.class::isInstance)
                .map(Guard.Check.Divides.class::cast)
                .filter(d -> d.divisor().isConstant() && vanishes(nest.body(), d))
                .flatMap(d -> nest.reduce().stream().flatMap(a -> Exchange.of(d, a).stream()))
                .findFirst();
    }

    /// Whether the body is zero wherever a check fails.
    private static boolean vanishes(Body body, Guard.Check check) {
        var zero = new boolean[body.terms().size()];
        for (int k = 0; k < zero.length; k++) {
            zero[k] =
                    switch (body.terms().get(k)) {
                        case Term.Const c -> c.value() == 0;
                        case Term.Index i -> false;
                        case Term.Load l -> l.guard().checks().contains(check);
                        case Term.Apply a -> vanishes(a, zero);
                    };
        }
        return zero[body.result()];
    }

    private static boolean vanishes(Term.Apply term, boolean[] zero) {
        var args = term.args();
        return switch (term.fn()) {
            case MUL, AND -> args.stream().anyMatch(a -> zero[a]);
            case ADD, SUB, OR, NEG, ABS, CAST -> args.stream().allMatch(a -> zero[a]);
            case SELECT -> zero[args.get(1)] && zero[args.get(2)];
            default -> false;
        };
    }

    /// `check` holds for the positions `first + divisor * t` of an axis.
    private record Exchange(Guard.Check.Divides check, Axis axis, Size position) {

        static Optional<Exchange> of(Guard.Check.Divides check, Axis axis) {
            var slope = Linear.coefficient(check.value(), axis.name());
            if (slope.isEmpty() || !slope.get().is(1) && !slope.get().is(-1)) {
                return Optional.empty();
            }
            var rest = Linear.without(check.value(), axis.name());
            var first = rest.times(slope.get()).times(-1).mod(check.divisor());
            var position = first.plus(axis.index().times(check.divisor()));
            return Optional.of(new Exchange(check, axis, position));
        }

        Compute.Nest apply(Compute.Nest nest) {
            var few = axis.extent().plus(check.divisor().minus(1)).floorDiv(check.divisor());
            var reduce = new ArrayList<>(nest.reduce());
            reduce.set(reduce.indexOf(axis), new Axis(axis.name(), few));
            var terms = nest.body().terms().stream().map(this::apply).toList();
            return new Compute.Nest(
                    nest.out(), reduce, nest.reducer(), new Body(terms, nest.body().result()));
        }

        private Term apply(Term term) {
            return switch (term) {
                case Term.Const c -> c;
                case Term.Index i -> new Term.Index(i.type(), i.value().substitute(binding()));
                case Term.Load l ->
                        new Term.Load(
                                l.type(),
                                l.operand(),
                                l.index().stream().map(s -> s.substitute(binding())).toList(),
                                guard(l));
                case Term.Apply a -> a;
            };
        }

        private Map<String, Size> binding() {
            return Map.of(axis.name(), position);
        }

        /// Positions of the last round may lie behind the end of the axis.
        private Guard guard(Term.Load load) {
            var others = load.guard().checks().stream().filter(c -> !c.equals(check)).toList();
            var guard = new Guard(others).substitute(binding());
            boolean moves = load.index().stream().anyMatch(s -> s.symbols().contains(axis.name()));
            boolean whole = axis.extent().exactDiv(check.divisor()).isPresent();
            return whole || !moves
                    ? guard
                    : guard.and(new Guard.Check.InRange(position, axis.extent()));
        }
    }
}
