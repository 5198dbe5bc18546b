package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The divisions by constants in indices and guards.
final class Divisions {
    /// One of them; quotient, remainder and check are the same here.
    record Division(Size dividend, Size divisor) {
        private boolean isDecidedBy(Axis axis) {
            return axis.extent().exactDiv(divisor).isPresent()
                    && Linear.coefficient(dividend, axis.name())
                            .filter(c -> c.isConstant() && c.value() % divisor.value() != 0)
                            .isPresent();
        }
    }

    private final List<Division> found = new ArrayList<>();

    private Divisions() {}

    private static List<Division> of(List<Term> terms) {
        var divisions = new Divisions();
        terms.forEach(divisions::term);
        return divisions.found;
    }

    /// The axes whose remainders decide a division, with what they are divided by.
    static Map<String, Long> divisors(List<Term> terms, List<Axis> axes) {
        var divisors = new LinkedHashMap<String, Long>();
        for (var division : of(terms)) {
            for (var axis : axes) {
                if (division.isDecidedBy(axis)) {
                    divisors.putIfAbsent(axis.name(), division.divisor().value());
                }
            }
        }
        return divisors;
    }

    private void term(Term term) {
        switch (term) {
            case Term.Const c -> {}
            case Term.Index i -> size(i.value());
            case Term.Apply a -> {}
            case Term.Load l -> {
                l.index().forEach(this::size);
                l.guard().checks().forEach(this::check);
            }
        }
    }

    private void check(Guard.Check check) {
        switch (check) {
            case Guard.Check.InRange r -> size(r.value());
            case Guard.Check.Divides d -> add(d.value(), d.divisor());
        }
    }

    private void size(Size size) {
        size.terms().forEach(t -> t.factors().forEach(this::atom));
    }

    private void atom(Atom atom) {
        switch (atom) {
            case Atom.Symbol s -> {}
            case Atom.FloorDiv d -> add(d.dividend(), d.divisor());
            case Atom.Mod m -> add(m.dividend(), m.divisor());
            case Atom.Min m -> {
                size(m.left());
                size(m.right());
            }
            case Atom.Max m -> {
                size(m.left());
                size(m.right());
            }
        }
    }

    private void add(Size dividend, Size divisor) {
        size(dividend);
        if (divisor.isConstant() && divisor.value() > 1) {
            found.add(new Division(dividend, divisor));
        }
    }
}
