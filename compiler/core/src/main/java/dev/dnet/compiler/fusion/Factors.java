package dev.dnet.compiler.fusion;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Term;

import java.util.List;
import java.util.Optional;

/// The two factors of a contraction and its axes by where they occur.
record Factors(
        Term.Load left, Term.Load right, List<Axis> batch, List<Axis> rows, List<Axis> columns) {

    static Optional<Factors> of(Root root) {
        var terms = root.body().terms();
        if (!(root.body().resultTerm() instanceof Term.Apply(var type, Fn fn, List<Integer> args))
                || fn != Fn.MUL
                || !type.isFloat()
                || !(terms.get(args.get(0)) instanceof Term.Load left)
                || !(terms.get(args.get(1)) instanceof Term.Load right)
                || followsData(left)
                || followsData(right)) {
            return Optional.empty();
        }
        var batch = root.out().stream().filter(a -> uses(left, a) && uses(right, a)).toList();
        var rows = root.out().stream().filter(a -> uses(left, a) && !uses(right, a)).toList();
        var columns = root.out().stream().filter(a -> !uses(left, a) && uses(right, a)).toList();
        boolean whole = batch.size() + rows.size() + columns.size() == root.out().size();
        boolean matrix = !rows.isEmpty() || !columns.isEmpty();
        return whole && matrix
                ? Optional.of(new Factors(left, right, batch, rows, columns))
                : Optional.empty();
    }

    /// Whether its place is read from another tensor, which no product can do.
    private static boolean followsData(Term.Load load) {
        return load.index().stream()
                .flatMap(i -> i.symbols().stream())
                .anyMatch(s -> s.startsWith("%"));
    }

    private static boolean uses(Term.Load load, Axis axis) {
        return load.index().stream().anyMatch(i -> i.symbols().contains(axis.name()))
                || load.guard().mentions(axis);
    }
}
