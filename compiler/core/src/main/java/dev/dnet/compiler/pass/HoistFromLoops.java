package dev.dnet.compiler.pass;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Part;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.ops.Contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes out of loops what need not be done in each turn: values that are the same in all of them,
/// and products of a slice with such a value, which are one product for all turns, before the loop
/// or, where only the stacked result needs them, after it. A loop that the gradient computes again
/// to save memory keeps its products, and a side of an `if` keeps everything: it may not be taken.
///
/// ```
/// graph hoist
///   %0: f32[T, N, 3] = input argument "x"
///   %1: f32[N, 4] = input argument "h"
///   %2: f32[3, 4] = input parameter "w"
///   %3: f32[N, 4] = scan(%0, %1, %2) {body = {
///     graph body
///       %0: f32[N, 3] = turn_input() {kind = element, number = 0, declared = f32[N, 3]}
///       %1: f32[N, 4] = turn_input() {kind = carry, number = 0, declared = f32[N, 4]}
///       %2: f32[3, 4] = turn_input() {kind = captured, number = 0, declared = f32[3, 4]}
///       %3: f32[3, 4] = tanh(%2)
///       %4: f32[N, 4] = contract(%0, %3) {out = [Axis(name = "m", extent = N), Axis(name = "n", extent = 4)], reduce = [Axis(name = "k", extent = 3)], left = [Access(numerator = m, divisor = 1), Access(numerator = k, divisor = 1)], right = [Access(numerator = k, divisor = 1), Access(numerator = n, divisor = 1)]}
///       %5: f32[N, 4] = add(%1, %4)
///       next "next0" = %5
///   }, length = T, guarded = false, backward = false, remat = false}
///   result "y" = %3
/// ```
///
/// becomes
///
/// ```
/// graph hoist
///   %0: f32[T, N, 3] = input argument "x"
///   %1: f32[N, 4] = input argument "h"
///   %2: f32[3, 4] = input parameter "w"
///   %3: f32[3, 4] = tanh(%2)
///   %4: f32[T, N, 4] = contract(%0, %3) {out = [Axis(name = "turn", extent = T), Axis(name = "m", extent = N), Axis(name = "n", extent = 4)], reduce = [Axis(name = "k", extent = 3)], left = [Access(numerator = turn, divisor = 1), Access(numerator = m, divisor = 1), Access(numerator = k, divisor = 1)], right = [Access(numerator = k, divisor = 1), Access(numerator = n, divisor = 1)]}
///   %5: f32[N, 4] = scan(%4, %1) {body = {
///     graph body
///       %0: f32[N, 4] = turn_input() {kind = carry, number = 0, declared = f32[N, 4]}
///       %1: f32[N, 4] = turn_input() {kind = element, number = 0, declared = f32[N, 4]}
///       %2: f32[N, 4] = add(%0, %1)
///       next "next0" = %2
///   }, length = T, guarded = false, backward = false, remat = false}
///   result "y" = %5
/// ```
final class HoistFromLoops {
    static final Pass PASS =
            new Pass(
                    "hoist-from-loops",
                    "does once what each turn of a loop does alike",
                    HoistFromLoops::run);

    private final GraphBuilder outer;
    private final Scan scan;
    private final List<Integer> operands;
    private final GraphBuilder body;
    private final int[] inBody;
    private final boolean[] invariant;
    private final Map<Integer, Integer> outside = new HashMap<>();
    private final List<Integer> elements = new ArrayList<>();
    private final List<Integer> captured = new ArrayList<>();

    /// For each result after the loop: what replaces it, if it is not stacked itself any more.
    private record After(Contract product, int stacked, boolean left, int other) {}

    private HoistFromLoops(GraphBuilder outer, Scan scan, List<Integer> operands) {
        this.outer = outer;
        this.scan = scan;
        this.operands = operands;
        this.body = new GraphBuilder(scan.body().name());
        this.inBody = new int[scan.body().size()];
        this.invariant = new boolean[scan.body().size()];
    }

    private static Graph run(Graph graph) {
        if (graph.instrs().stream().noneMatch(i -> i.op() instanceof Scan)) {
            return graph;
        }
        var builder = new GraphBuilder(graph.name());
        var renamed = new int[graph.size()];
        var results = new HashMap<Integer, List<Integer>>();
        for (int v = 0; v < graph.size(); v++) {
            var instr = Walk.rename(graph.instr(v), renamed);
            builder.at(instr.span());
            switch (instr.op()) {
                case Scan scan -> {
                    var all = new HoistFromLoops(builder, scan, instr.args()).scan(instr);
                    results.put(v, all);
                    renamed[v] = all.getFirst();
                }
                case Part part ->
                        renamed[v] =
                                requireNonNull(results.get(graph.instr(v).args().getFirst()))
                                        .get(part.result());
                default -> renamed[v] = builder.append(instr);
            }
        }
        graph.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        return TrimScans.PASS.run().apply(builder.build());
    }

    /// Appends the loop; where its results are.
    private List<Integer> scan(Instr instr) {
        copy();
        int carries = scan.inputs(TurnInput.Kind.CARRY).size();
        var next = scan.outputs(Output.Kind.NEXT).stream().map(v -> inBody[v]).toList();
        var yields = new ArrayList<Integer>();
        var after = new HashMap<Integer, After>();
        for (int value : scan.outputs(Output.Kind.YIELD)) {
            var product = onlyStacked(value) ? product(value) : Optional.<After>empty();
            int number = carries + yields.size();
            product.ifPresent(p -> after.put(number, p));
            yields.add(product.map(p -> inBody[p.stacked()]).orElse(inBody[value]));
        }
        Scan.leave(body, Output.Kind.NEXT, next);
        Scan.leave(body, Output.Kind.YIELD, yields);
        scan.checks().forEach(o -> body.output(o.kind(), o.name(), inBody[o.value()]));
        return append(instr, after);
    }

    private void copy() {
        int along = scan.first(TurnInput.Kind.CARRY);
        elements.addAll(operands.subList(0, along));
        captured.addAll(scan.operands(TurnInput.Kind.CAPTURED, operands));
        for (int v = 0; v < scan.body().size(); v++) {
            var instr = scan.body().instr(v);
            body.at(instr.span());
            if (instr.op() instanceof TurnInput input) {
                invariant[v] = input.kind() == TurnInput.Kind.CAPTURED;
                inBody[v] = body.append(instr);
            } else if (isInvariant(instr)) {
                invariant[v] = true;
                inBody[v] =
                        isComputed(instr)
                                ? capture(outside(v), instr)
                                : body.append(Walk.rename(instr, inBody));
            } else {
                var before = before(v);
                inBody[v] =
                        before.isPresent()
                                ? element(before.get(), instr)
                                : body.append(Walk.rename(instr, inBody));
            }
        }
    }

    private boolean isInvariant(Instr instr) {
        return !(scan.guarded() || instr.op() instanceof Scan || instr.op() instanceof Part)
                && instr.args().stream().allMatch(a -> invariant[a])
                && !(compute(instr) instanceof Compute.Routine);
    }

    private Compute compute(Instr instr) {
        return instr.op().compute(scan.body().argTypes(instr), instr.type());
    }

    /// Whether there is anything to compute: numbers and other views of something are not.
    private boolean isComputed(Instr instr) {
        return !instr.args().isEmpty()
                && switch (compute(instr)) {
                    case Compute.Alias a -> false;
                    case Compute.Nest n -> !(n.body().resultTerm() instanceof Term.Load);
                    case Compute.Scatter s -> true;
                    case Compute.Routine r -> false;
                    case Compute.Turns t -> false;
                };
    }

    private int outside(int value) {
        var known = outside.get(value);
        if (known != null) {
            return known;
        }
        var instr = scan.body().instr(value);
        var before = outer.at(instr.span());
        int made =
                instr.op() instanceof TurnInput input
                        ? operands.get(scan.operand(input))
                        : outer.add(instr.op(), instr.args().stream().map(this::outside).toList());
        outer.at(before);
        outside.put(value, made);
        return made;
    }

    private int capture(int value, Instr instr) {
        captured.add(value);
        var input = new TurnInput(TurnInput.Kind.CAPTURED, captured.size() - 1, instr.type());
        return body.add(input, List.of(), instr.hint());
    }

    private int element(int stack, Instr instr) {
        elements.add(stack);
        var input = new TurnInput(TurnInput.Kind.ELEMENT, elements.size() - 1, instr.type());
        return body.add(input, List.of(), instr.hint());
    }

    private boolean keepsProducts() {
        return scan.remat() || scan.guarded() || scan.length().isEmpty();
    }

    /// The products of all turns, if this is one of a slice with what is the same in all.
    private Optional<Integer> before(int value) {
        var instr = scan.body().instr(value);
        if (keepsProducts() || !(instr.op() instanceof Contract product)) {
            return Optional.empty();
        }
        for (int side = 0; side < 2; side++) {
            int slice = instr.args().get(side);
            int other = instr.args().get(1 - side);
            if (scan.body().instr(slice).op() instanceof TurnInput input
                    && input.kind() == TurnInput.Kind.ELEMENT
                    && invariant[other]) {
                return Optional.of(
                        product(
                                product,
                                side == 0,
                                operands.get(scan.operand(input)),
                                outside(other)));
            }
        }
        return Optional.empty();
    }

    private boolean onlyStacked(int value) {
        boolean read = scan.body().instrs().stream().anyMatch(i -> i.args().contains(value));
        return !read && scan.body().outputs().stream().filter(o -> o.value() == value).count() == 1;
    }

    /// A product that can be taken after the loop.
    private Optional<After> product(int value) {
        var instr = scan.body().instr(value);
        if (keepsProducts() || !(instr.op() instanceof Contract product)) {
            return Optional.empty();
        }
        for (int side = 0; side < 2; side++) {
            int varies = instr.args().get(side);
            int other = instr.args().get(1 - side);
            if (!invariant[varies] && invariant[other]) {
                return Optional.of(new After(product, varies, side == 0, outside(other)));
            }
        }
        return Optional.empty();
    }

    private int product(Contract product, boolean left, int stack, int other) {
        var whole = product.stacked(scan.turns(), left, !left);
        return left ? outer.add(whole, stack, other) : outer.add(whole, other, stack);
    }

    private List<Integer> append(Instr instr, Map<Integer, After> after) {
        var args = new ArrayList<>(elements);
        int carry = scan.first(TurnInput.Kind.CARRY);
        args.addAll(operands.subList(carry, scan.first(TurnInput.Kind.CAPTURED)));
        args.addAll(captured);
        args.addAll(scan.guard(operands));
        var changed = scan.with(body.build());
        var results = Scan.results(outer, outer.add(changed, args, instr.hint()));
        after.forEach((k, p) ->
                results.set(k, product(p.product(), p.left(), results.get(k), p.other())));
        return results;
    }
}
