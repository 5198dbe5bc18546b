package dev.dnet.compiler.autodiff;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TakenFor;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.WriteSlice;
import dev.dnet.compiler.type.Size;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/// Back-propagation through a loop without a length, of which nothing is kept but how many turns
/// there were. Now that this is known, the loop is gone through a second time, in [#SLOTS] segments
/// of equal length at most, and what is carried into each is kept. Then the turns are gone back
/// through: what a turn got is computed again from the beginning of its segment, and its derivative
/// takes the cotangents one turn back.
///
/// So the memory does not depend on the turns. The time is that of three loops for up to [#SLOTS]
/// turns; beyond, each turn is computed `turns / (2 * SLOTS)` times more.
///
/// Gradients of this gradient take what a turn got for what the loop gives after so many turns from
/// its start ([TakenFor]): they do not go through what is kept of segments, but compute a turn
/// again for each turn behind it.
final class LoopGradient {
    private static final int SLOTS = 64;

    private final ScanStore store;
    private final GraphBuilder outer;
    private final Instr instr;
    private final Stored.Count stored;
    private final Scan scan;
    private final Map<Integer, Integer> results;
    private final BodyGradient gradient;
    private final SortedSet<Integer> carries;

    /// @param results by number: the cotangents of what is carried last, where it has one
    /// @param active whether an operand of the loop is on the way to what the gradient is taken by
    LoopGradient(
            ScanStore store,
            Instr instr,
            Stored.Count stored,
            Map<Integer, Integer> results,
            IntPredicate active) {
        this.store = store;
        this.outer = store.graph();
        this.instr = instr;
        this.stored = stored;
        this.scan = (Scan) instr.op();
        this.results = results;
        var wanted = new ActiveInputs(scan, active);
        this.gradient = BodyGradient.of(stored.body(), scan, wanted::contains, k -> false);
        this.carries = carries();
    }

    List<Sweep.Obstacle> obstacles() {
        return gradient.obstacles();
    }

    /// By operand of the loop: what flows to it.
    Map<Integer, Integer> flow() {
        var operands = new TreeSet<Integer>();
        gradient.next().keySet().forEach(k -> operands.add(carry(k)));
        gradient.cotangents().keySet().forEach(v -> operands.add(scan.operand(input(v))));
        if (operands.isEmpty()) {
            return Map.of();
        }
        var turns = new Expr(outer, stored.turns());
        var stride = Formulas.maximum(over(turns, SLOTS), Formulas.like(turns, 1));
        return back(turns, stride, keep(turns, stride), operands);
    }

    /// What the derivative of a turn reads of what is carried, and what that is made of in the
    /// turns before.
    private SortedSet<Integer> carries() {
        var found = new TreeSet<Integer>();
        var derivative = new Transplant(gradient.graph()::instr);
        var cotangents = Set.copyOf(gradient.next().values());
        var body = new Transplant(scan.body()::instr);
        var next = scan.outputs(Output.Kind.NEXT);
        var open = new ArrayDeque<>(derivative.carried(gradient.cotangents().values(), cotangents));
        while (!open.isEmpty()) {
            int k = open.pop();
            if (found.add(k)) {
                open.addAll(body.carried(List.of(next.get(k)), Set.of()));
            }
        }
        return found;
    }

    private TurnInput input(int value) {
        return (TurnInput) gradient.graph().instr(value).op();
    }

    private List<Expr> operands(TurnInput.Kind kind) {
        return scan.operands(kind, instr.args()).stream().map(v -> new Expr(outer, v)).toList();
    }

    /// The quotient, rounded up.
    private static Expr over(Expr x, int divisor) {
        return over(x, Formulas.like(x, divisor));
    }

    private static Expr over(Expr x, Expr divisor) {
        var last = Formulas.add(Formulas.add(x, divisor), -1);
        return Formulas.floorDiv(last, divisor);
    }

    /// What is carried into each segment: by number, a stack of it.
    private SortedMap<Integer, Expr> keep(Expr turns, Expr stride) {
        var loop = new Times(over(turns, stride));
        var carried = each(carries, k -> loop.carry(start(k)));
        var stacks = each(carries, k -> loop.carry(slots(start(k))));
        var length = loop.capture(stride);
        var before = Formulas.mul(loop.number(), length);
        var left = Formulas.minimum(length, Formulas.sub(loop.capture(turns), before));
        var shared = loop.capture(operands(TurnInput.Kind.CAPTURED));
        loop.next(advance(carried, left, shared).values());
        stacks.forEach((k, stack) ->
                loop.next(List.of(write(stack, requireNonNull(carried.get(k)), loop.number()))));
        var results = loop.append(store::append);
        carries.forEach(k -> results.removeFirst());
        return each(carries, k -> results.removeFirst());
    }

    private static SortedMap<Integer, Expr> each(Set<Integer> numbers, IntFunction<Expr> value) {
        var all = new TreeMap<Integer, Expr>();
        numbers.forEach(k -> all.put(k, value.apply(k)));
        return all;
    }

    private Expr start(int carry) {
        return operands(TurnInput.Kind.CARRY).get(carry);
    }

    private static Expr slots(Expr like) {
        var zero = Formulas.constant(like.graph(), like.type().element(), 0);
        return Formulas.fill(zero, Scan.stacked(like.type(), Size.of(SLOTS)).shape());
    }

    private static Expr write(Expr stack, Expr slice, Expr position) {
        var one = Formulas.reshape(slice, Scan.stacked(slice.type(), Size.ONE).shape());
        var starts = Collections.nCopies(stack.rank(), Size.ZERO);
        return stack.call(new WriteSlice(starts, List.of(0)), one, position);
    }

    /// What the loop carries some turns later.
    private SortedMap<Integer, Expr> advance(
            SortedMap<Integer, Expr> from, Expr turns, List<Expr> shared) {
        var loop = new Times(turns);
        var carried = each(carries, k -> loop.carry(requireNonNull(from.get(k))));
        var captured = loop.capture(shared);
        var body = new Transplant(scan.body()::instr);
        var known = body.inputs(scan.body().turnInputs(), carried, captured);
        var all = scan.outputs(Output.Kind.NEXT);
        loop.next(body.copy(carries.stream().map(all::get).toList(), known, loop.body()));
        var last = loop.append(turns.graph()::add);
        return each(carries, k -> last.removeFirst());
    }

    /// The turns from the last to the first; by operand of the loop, what flows to it.
    private Map<Integer, Integer> back(
            Expr turns, Expr stride, SortedMap<Integer, Expr> stacks, SortedSet<Integer> operands) {
        var loop = new Times(turns);
        var shared = loop.capture(operands(TurnInput.Kind.CAPTURED));
        var state = state(loop, stride, stacks, shared);
        var derivative = new Transplant(gradient.graph()::instr);
        var known = derivative.inputs(stored.body().graph().turnInputs(), state, shared);
        var flowing = each(operands, k -> loop.carry(flowingFirst(k)));
        gradient.next()
                .forEach((k, cotangent) ->
                        known.put(cotangent, requireNonNull(flowing.get(carry(k))).value()));
        var flow = new TreeMap<Integer, Integer>();
        gradient.cotangents().forEach((v, more) -> flow.put(scan.operand(input(v)), more));
        var copied = derivative.copy(List.copyOf(flow.values()), known, loop.body());
        flowing.forEach((operand, before) -> {
            int place = flow.headMap(operand).size();
            var now = flow.containsKey(operand) ? copied.get(place) : Formulas.like(before, 0);
            loop.next(List.of(isCarry(operand) ? now : Formulas.add(before, now)));
        });
        var last = loop.append(store::append);
        var found = new TreeMap<Integer, Integer>();
        operands.forEach(operand -> found.put(operand, last.removeFirst().value()));
        return found;
    }

    private int carry(int number) {
        return scan.first(TurnInput.Kind.CARRY) + number;
    }

    private boolean isCarry(int operand) {
        return operand < scan.first(TurnInput.Kind.CAPTURED);
    }

    /// What flows to an operand before any turn.
    private Expr flowingFirst(int operand) {
        var given = results.get(operand - scan.first(TurnInput.Kind.CARRY));
        return isCarry(operand) && given != null
                ? new Expr(outer, given)
                : Formulas.like(new Expr(outer, instr.args().get(operand)), 0);
    }

    /// What a turn got of what is carried.
    private SortedMap<Integer, Expr> state(
            Times loop, Expr stride, SortedMap<Integer, Expr> stacks, List<Expr> shared) {
        var at = Formulas.sub(Formulas.add(loop.turns(), -1), loop.number());
        var length = loop.capture(stride);
        var segment = Formulas.floorDiv(at, length);
        var kept =
                each(
                        carries,
                        k ->
                                Formulas.take(
                                        loop.capture(requireNonNull(stacks.get(k))), segment, 0));
        var near = advance(kept, Formulas.mod(at, length), shared);
        var far = advance(each(carries, k -> loop.capture(start(k))), at, shared);
        near.replaceAll((k, value) ->
                value.type().isFloat()
                        ? value.call(new TakenFor(), requireNonNull(far.get(k)))
                        : value);
        return near;
    }
}
