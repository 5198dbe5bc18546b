package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Cuts a contraction whose indices divide an out axis into one for each remainder, which is a
/// matrix product again. The way back through a window of 3 with stride 2, `y[h] = Σ_t x[(h + 1) //
/// 2 - t] w[(h + 1) % 2 + 2 t]`, becomes `y[2 h] = Σ_t x[h - t] w[1 + 2 t]` for `t < 1` and `y[2 h
/// + 1] = Σ_t x[h + 1 - t] w[2 t]` for `t < 2`.
final class Remainders {
    private static final int MAX_PARTS = 16;

    private Remainders() {}

    /// One of the contractions, and where the old out axes are in it. Where no term is left the
    /// reduce axes are empty loops.
    record Part(Root root, Map<String, Size> at) {
        boolean isEmpty() {
            return root.reduce().stream().anyMatch(a -> a.extent().is(0));
        }
    }

    static List<Part> of(Root root) {
        var whole = List.of(new Part(root, Map.of()));
        var divisors = Divisions.divisors(root.body().terms(), root.out());
        var points = Residues.points(root.out(), divisors);
        if (divisors.isEmpty() || points.size() > MAX_PARTS) {
            return whole;
        }
        var parts = points.stream().map(p -> part(root, divisors, p)).toList();
        boolean allProducts =
                parts.stream().allMatch(p -> p.isEmpty() || Factors.of(p.root()).isPresent());
        return allProducts ? parts : whole;
    }

    private static Part part(Root root, Map<String, Long> divisors, Map<String, Size> at) {
        var out = root.out().stream().map(a -> Residues.shorter(a, divisors)).toList();
        var terms = root.body().terms().stream().map(t -> moved(t, at)).toList();
        var reduce = root.reduce().stream().map(a -> shrunk(a, terms)).toList();
        var ranges = new Ranges(Stream.of(out, reduce).flatMap(List::stream).toList());
        var simple = terms.stream().map(t -> simplified(t, ranges)).toList();
        var body = new Body(simple, root.body().result());
        return new Part(new Root(root.value(), out, reduce, Reducer.SUM, body), at);
    }

    private static Term moved(Term term, Map<String, Size> at) {
        return term instanceof Term.Load l
                ? new Term.Load(
                        l.type(),
                        l.operand(),
                        l.index().stream().map(i -> i.substitute(at)).toList(),
                        l.guard().substitute(at))
                : term;
    }

    private static Term simplified(Term term, Ranges ranges) {
        return term instanceof Term.Load l
                ? new Term.Load(l.type(), l.operand(), l.index(), ranges.simplify(l.guard()))
                : term;
    }

    /// The axis without the end at which a factor of each product is out of range.
    private static Axis shrunk(Axis axis, List<Term> terms) {
        long extent = axis.extent().constant().orElse(Long.MAX_VALUE);
        long limit = extent;
        for (var check : checks(terms)) {
            limit = Math.min(limit, limit(axis, check).orElse(extent));
        }
        return limit == extent ? axis : new Axis(axis.name(), Size.of(Math.max(0, limit)));
    }

    private static List<Guard.Check> checks(List<Term> terms) {
        var all = new ArrayList<Guard.Check>();
        for (var term : terms) {
            if (term instanceof Term.Load l) {
                all.addAll(l.guard().checks());
            }
        }
        return all;
    }

    /// How many positions of the axis pass a check that depends on it alone.
    private static OptionalLong limit(Axis axis, Guard.Check check) {
        if (!(check instanceof Guard.Check.InRange(Size value, Size extent))
                || !extent.isConstant()
                || !Linear.without(value, axis.name()).isConstant()) {
            return OptionalLong.empty();
        }
        long first = Linear.without(value, axis.name()).value();
        var step = Linear.coefficient(value, axis.name());
        if (first < 0 || step.isEmpty() || !step.get().isConstant() || step.get().value() < 0) {
            return OptionalLong.empty();
        }
        long room = extent.value() - first;
        if (step.get().is(0)) {
            return room > 0 ? OptionalLong.empty() : OptionalLong.of(0);
        }
        return OptionalLong.of(Math.ceilDiv(room, step.get().value()));
    }
}
