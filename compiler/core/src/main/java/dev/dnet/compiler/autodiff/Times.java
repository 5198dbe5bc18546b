package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/// A loop under construction that takes so many turns as a value says when it begins: one without a
/// length, which carries whether there are turns left and the number of this one.
final class Times {
    /// What it carries for itself.
    private static final int OWN = 2;

    private final GraphBuilder outer;
    private final GraphBuilder body = new GraphBuilder("body");
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> captured = new ArrayList<>();
    private final List<Expr> next = new ArrayList<>();
    private final Expr number;
    private final Expr turns;

    /// @param turns how many, an i64
    Times(Expr turns) {
        this.outer = turns.graph();
        carry(Formulas.gt(turns, Formulas.like(turns, 0)));
        this.number = carry(Formulas.constant(outer, ElementType.I64, 0));
        this.turns = capture(turns);
        var more = Formulas.add(number, 1);
        next.add(Formulas.lt(more, this.turns));
        next.add(more);
    }

    GraphBuilder body() {
        return body;
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
        return input(TurnInput.Kind.CARRY, starts, start);
    }

    /// A value around the loop.
    Expr capture(Expr value) {
        return input(TurnInput.Kind.CAPTURED, captured, value);
    }

    List<Expr> capture(List<Expr> values) {
        return values.stream().map(this::capture).toList();
    }

    private Expr input(TurnInput.Kind kind, List<Integer> among, Expr value) {
        among.add(value.value());
        var input = new TurnInput(kind, among.size() - 1, value.type());
        return new Expr(body, body.add(input));
    }

    /// What the next turn gets, in the order of what is carried.
    void next(Collection<Expr> values) {
        next.addAll(values);
    }

    /// Puts the loop into the graph around it; what is carried last.
    List<Expr> append(ToIntBiFunction<Scan, List<Integer>> how) {
        for (int k = 0; k < next.size(); k++) {
            var name = Scan.output(Output.Kind.NEXT, k);
            body.output(Output.Kind.NEXT, name, next.get(k).value());
        }
        var args = new ArrayList<>(starts);
        args.addAll(captured);
        var scan = new Scan(body.build(), Optional.empty(), false, false, false);
        int made = how.applyAsInt(scan, args);
        var last = new ArrayList<Expr>();
        for (int k = OWN; k < starts.size(); k++) {
            last.add(new Expr(outer, outer.add(new Part(k, type(k)), made)));
        }
        return last;
    }

    private TensorType type(int carry) {
        return outer.type(starts.get(carry));
    }
}
