package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;

/// The divisions by constants in the indices and guards of a sweep.
final class Divisions {
    /// One of them; quotient, remainder and check are the same here.
    record Division(Size dividend, Size divisor) {}

    private final List<Division> found = new ArrayList<>();

    private Divisions() {}

    static List<Division> of(Stage.Sweep sweep) {
        var divisions = new Divisions();
        sweep.terms().forEach(divisions::term);
        return divisions.found;
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
