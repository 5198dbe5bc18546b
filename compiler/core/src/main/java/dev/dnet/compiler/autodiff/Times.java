package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.ScanBody;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.runtime.ElementType;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/// A loop under construction that takes so many turns as a value says when it begins: one without a
/// length, which carries whether there are turns left and the number of this one.
final class Times {
    /// What it carries for itself.
    private static final int OWN = 2;

    private final GraphBuilder outer;
    private final ScanBody body;
    private final Expr number;
    private final Expr turns;

    /// @param turns how many, an i64
    Times(Expr turns) {
        this.outer = turns.graph();
        this.body = new ScanBody(outer);
        carry(Formulas.gt(turns, Formulas.like(turns, 0)));
        this.number = carry(Formulas.constant(outer, ElementType.I64, 0));
        this.turns = capture(turns);
        var more = Formulas.add(number, 1);
        next(List.of(Formulas.lt(more, this.turns), more));
    }

    GraphBuilder body() {
        return body.graph();
    }

    /// The number of this turn, from 0.
    Expr number() {
        return number;
    }

    /// How many turns there are.
    Expr turns() {
        return turns;
    }

    /// Something carried: what a turn gets of it.
    Expr carry(Expr start) {
        return new Expr(body(), body.carry(start.value()));
    }

    /// A value around the loop.
    Expr capture(Expr value) {
        return new Expr(body(), body.capture(value.value()));
    }

    List<Expr> capture(List<Expr> values) {
        return values.stream().map(this::capture).toList();
    }

    /// What the next turn gets, in the order of what is carried.
    void next(Collection<Expr> values) {
        values.forEach(v -> body.next(v.value()));
    }

    /// Puts the loop into the graph around it; what is carried last.
    Deque<Expr> append(ToIntBiFunction<Scan, List<Integer>> how) {
        var scan = new Scan(body.build(), Optional.empty(), false, false, false);
        int made = how.applyAsInt(scan, body.operands());
        var last = new ArrayDeque<Expr>();
        for (int k = OWN; k < scan.results().size(); k++) {
            last.add(new Expr(outer, scan.result(outer, made, k)));
        }
        return last;
    }
}
