package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The body of a loop while it is elaborated: the values from a place of the graph on, which are
/// cut off at its end and become a graph of their own.
final class Region {
    /// Puts the number of the turn above the 32 bits of the step, where draws look for it.
    private static final double TURN_UNIT = 0x1p32;

    /// More turns than that of a loop without a length, inside another loop, share their numbers
    /// with those of the next turn outside.
    private static final double LONGEST = 0x1p16;

    /// The place of the number of the turn among what a loop without a length carries; before it
    /// stands whether the loop goes on.
    static final int NUMBER = 1;

    private final Session session;
    private final Optional<Size> length;
    private final Before before;
    private final List<TensorType> elements = new ArrayList<>();
    private final Expr own;
    private final Optional<Expr> number;
    private int carried;
    private Optional<Integer> key = Optional.empty();

    /// What is known when a body begins.
    ///
    /// @param values how many values the graph has
    /// @param outputs how many outputs
    /// @param current what variables hold
    /// @param ordinals how many draws there are, by instance
    /// @param forced the deferred values that are known
    record Before(
            int values,
            int outputs,
            Map<String, Integer> current,
            Map<String, Integer> ordinals,
            Set<Value.Deferred> forced) {}

    /// @param length how many turns there are, unless that depends on data
    /// @param counts whether its turns draw numbers of their own; what is only computed again does
    ///   not
    Region(Optional<Size> length, boolean counts, Session session, Optional<Region> outer) {
        this.session = session;
        this.length = length;
        this.before = session.before();
        var i64 = TensorType.scalar(ElementType.I64);
        this.own =
                new Expr(
                        session.graph(),
                        length.isPresent() ? element(i64) : add(TurnInput.Kind.CARRY, NUMBER, i64));
        var around = outer.flatMap(o -> o.number);
        this.number = counts ? Optional.of(number(around)) : around;
    }

    /// The number of this turn, from 0; in loops within loops all turns are counted.
    private Expr number(Optional<Expr> around) {
        var graph = session.graph();
        return around.map(n -> Formulas.mul(n, span(graph)))
                .map(before -> Formulas.add(before, own))
                .orElse(own);
    }

    Before before() {
        return before;
    }

    Optional<Size> length() {
        return length;
    }

    /// How far apart the numbers of the turns of the loop around this one are.
    private Expr span(GraphBuilder graph) {
        return length.map(l -> Formulas.size(graph, ElementType.I64, l))
                .orElseGet(() -> Formulas.constant(graph, ElementType.I64, LONGEST));
    }

    /// The number of the next turn.
    int nextNumber() {
        return Formulas.add(own, 1).value();
    }

    /// This turn's slice of a further tensor.
    int element(TensorType type) {
        elements.add(type);
        return add(TurnInput.Kind.ELEMENT, elements.size() - 1, type);
    }

    /// What the turn before gave.
    int carry(TensorType type) {
        if (length.isEmpty() && carried == NUMBER) {
            carried++;
        }
        return add(TurnInput.Kind.CARRY, carried++, type);
    }

    private int add(TurnInput.Kind kind, int number, TensorType type) {
        return session.graph().add(new TurnInput(kind, number, type));
    }

    /// The key of the call with the number of the turn in it: each turn draws its own numbers.
    int key(int ofCall, GraphBuilder graph) {
        if (number.isEmpty()) {
            return ofCall;
        }
        if (key.isEmpty()) {
            var turn = Formulas.mul(Formulas.add(number.get(), 1), TURN_UNIT);
            var place = Formulas.iota(graph, Shape.of(2), 0, ElementType.I64);
            var added = Formulas.mul(place, Formulas.fill(turn, Shape.of(2)));
            key = Optional.of(Formulas.add(new Expr(graph, ofCall), added).value());
        }
        return key.get();
    }
}
