package dev.dnet.compiler.autodiff;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/// Values of the body of a loop that are computed in another graph.
///
/// @param from the body
record Transplant(IntFunction<Instr> from) {

    /// What values are made of, themselves too.
    private TreeSet<Integer> sources(Collection<Integer> values, Set<Integer> known) {
        var sources = new TreeSet<Integer>();
        var open = new ArrayList<>(values);
        while (!open.isEmpty()) {
            int v = open.removeLast();
            if (!known.contains(v) && sources.add(v)) {
                open.addAll(from.apply(v).args());
            }
        }
        return sources;
    }

    /// The numbers of what is carried that values are made of, beside what is known.
    List<Integer> carried(Collection<Integer> values, Set<Integer> known) {
        return sources(values, known).stream()
                .filter(v ->
                        from.apply(v).op() instanceof TurnInput i
                                && i.kind() == TurnInput.Kind.CARRY)
                .map(v -> ((TurnInput) from.apply(v).op()).number())
                .toList();
    }

    /// Where the inputs of the body stand in another graph.
    ///
    /// @param carried by number: what the turn gets of what is carried
    /// @param captured what all turns get
    Map<Integer, Integer> inputs(
            List<Integer> inputs, Map<Integer, Expr> carried, List<Expr> captured) {
        var known = new HashMap<Integer, Integer>();
        for (int v : inputs) {
            var input = (TurnInput) from.apply(v).op();
            if (input.kind() == TurnInput.Kind.CAPTURED) {
                known.put(v, captured.get(input.number()).value());
            } else if (carried.containsKey(input.number())) {
                known.put(v, requireNonNull(carried.get(input.number())).value());
            }
        }
        return known;
    }

    /// Appends values, and what they are made of but for what stands there already.
    List<Expr> copy(List<Integer> values, Map<Integer, Integer> known, GraphBuilder into) {
        var now = new HashMap<>(known);
        for (int v : sources(values, known.keySet())) {
            var i = from.apply(v);
            var args = i.args().stream().map(a -> requireNonNull(now.get(a))).toList();
            now.put(v, into.append(new Instr(i.op(), args, i.type(), i.hint(), i.span())));
        }
        return values.stream().map(v -> new Expr(into, requireNonNull(now.get(v)))).toList();
    }
}
