package dev.dnet.compiler.autodiff;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.ScanBody;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/// Back-propagation through a scan is a scan over the same turns in the other order. It carries the
/// cotangents of what the scan carries, and sums of what flows to the inputs that all turns see;
/// what flows to slices is stacked. A sum that is a product of things which are stacked is taken
/// after the loop instead, at once for all turns ([TurnSum]): the gradients of weights are.
final class ScanGradient {
    private final ScanStore store;
    private final GraphBuilder outer;
    private final Instr instr;
    private final Stored.Stacks stored;
    private final Scan scan;
    private final Map<Integer, Integer> results;
    private final BodyGradient gradient;

    private final ScanBody body;
    private final Map<Integer, Integer> inBody = new HashMap<>();

    /// @param results by number: the cotangents of the scan's results, where they have one
    /// @param active whether an operand of the scan is on the way to what the gradient is taken by
    ScanGradient(
            ScanStore store,
            Instr instr,
            Stored.Stacks stored,
            Map<Integer, Integer> results,
            IntPredicate active) {
        this.store = store;
        this.outer = store.graph();
        this.body = new ScanBody(outer);
        this.instr = instr;
        this.stored = stored;
        this.scan = stored.scan();
        this.results = results;
        int carries = scan.inputs(TurnInput.Kind.CARRY).size();
        var wanted = new ActiveInputs(scan, active);
        this.gradient =
                BodyGradient.of(
                        stored.body(),
                        scan,
                        wanted::contains,
                        k -> results.containsKey(carries + k));
    }

    Size turns() {
        return scan.turns();
    }

    /// Whether the turns of the scan do not depend on each other.
    boolean carriesNothing() {
        return scan.inputs(TurnInput.Kind.CARRY).isEmpty();
    }

    List<Sweep.Obstacle> obstacles() {
        return gradient.obstacles();
    }

    /// Appends the reverse scan; by operand, what flows to it.
    Map<Integer, Integer> flow() {
        var inputs = new TreeMap<Integer, TurnInput>();
        gradient.cotangents()
                .keySet()
                .forEach(v -> inputs.put(v, (TurnInput) gradient.graph().instr(v).op()));
        var carried = new ArrayList<Integer>(new TreeSet<>(gradient.next().keySet()));
        carried.forEach(this::carry);
        gradient.yields().forEach(this::cotangentOfSlices);
        var sums = new TreeMap<Integer, TurnSum>();
        var added = new ArrayList<Integer>();
        inputs.forEach((value, input) -> {
            if (input.kind() == TurnInput.Kind.CAPTURED) {
                var sum =
                        new TurnSum(
                                gradient, this, requireNonNull(gradient.cotangents().get(value)));
                if (!scan.remat() && !scan.guarded() && sum.isPossible()) {
                    sums.put(value, sum);
                } else {
                    added.add(value);
                }
            }
        });
        carried.forEach(k -> body.next(nextCotangent(k)));
        added.forEach(value -> body.next(accumulate(value)));
        int carries = carried.size() + added.size();
        var slices = new TreeMap<Integer, Integer>();
        inputs.forEach((value, input) -> {
            if (input.kind() == TurnInput.Kind.ELEMENT) {
                slices.put(value, stackToo(requireNonNull(gradient.cotangents().get(value))));
            }
        });
        sums.values().forEach(TurnSum::request);
        if (body.isEmpty()) {
            return Map.of();
        }
        int made = append();
        var flow = new TreeMap<Integer, Integer>();
        for (int k = 0; k < carried.size(); k++) {
            flow.put(scan.first(TurnInput.Kind.CARRY) + carried.get(k), result(made, k));
        }
        for (int k = 0; k < added.size(); k++) {
            flow.put(operand(added.get(k)), result(made, carried.size() + k));
        }
        slices.forEach((value, k) -> flow.put(operand(value), result(made, carries + k)));
        sums.forEach((value, sum) ->
                flow.put(operand(value), sum.build(outer, k -> result(made, carries + k))));
        return flow;
    }

    private int operand(int value) {
        return scan.operand((TurnInput) gradient.graph().instr(value).op());
    }

    // Inputs of the reverse body.

    private void carry(int number) {
        int given =
                results.containsKey(number)
                        ? requireNonNull(results.get(number))
                        : zeros(operandOf(TurnInput.Kind.CARRY, number));
        inBody.put(requireNonNull(gradient.next().get(number)), body.carry(given));
    }

    private int zeros(int like) {
        return Formulas.like(new Expr(outer, like), 0).value();
    }

    private int operandOf(TurnInput.Kind kind, int number) {
        return instr.args().get(scan.first(kind) + number);
    }

    private void cotangentOfSlices(int number, int input) {
        int carries = scan.inputs(TurnInput.Kind.CARRY).size();
        inBody.put(input, body.element(requireNonNull(results.get(carries + number))));
    }

    // Values of the reverse body.

    /// A value of the turn or of its derivative, in the reverse body.
    int inBody(int value) {
        var needed = new TreeSet<Integer>();
        var open = new ArrayList<>(List.of(value));
        while (!open.isEmpty()) {
            int v = open.removeLast();
            if (!inBody.containsKey(v) && needed.add(v) && isComputed(v)) {
                open.addAll(gradient.graph().instr(v).args());
            }
        }
        needed.forEach(v -> inBody.put(v, copy(v)));
        return requireNonNull(inBody.get(value));
    }

    private boolean isComputed(int value) {
        return value >= gradient.forward()
                || Residuals.of(stored.body().graph(), value, scan.remat()) == Residuals.AGAIN;
    }

    private int copy(int value) {
        var from = gradient.graph().instr(value);
        body.graph().at(from.span());
        return switch (stack(value)) {
            case Stack.At at -> body.element(at.value());
            case Stack.Same same -> body.capture(same.value());
            case Stack.Missing m -> {
                var args = from.args().stream().map(a -> requireNonNull(inBody.get(a))).toList();
                yield body.graph()
                        .append(new Instr(from.op(), args, from.type(), from.hint(), from.span()));
            }
        };
    }

    /// Where the values are that something has in all turns.
    sealed interface Stack {
        /// Stacked in the outer graph.
        record At(int value) implements Stack {}

        /// One value for all turns.
        record Same(int value) implements Stack {}

        /// Nowhere yet.
        record Missing() implements Stack {}
    }

    Stack stack(int value) {
        if (isComputed(value)) {
            return new Stack.Missing();
        }
        if (!(gradient.graph().instr(value).op() instanceof TurnInput input)) {
            return new Stack.At(requireNonNull(stored.values().get(value)));
        }
        return switch (input.kind()) {
            case ELEMENT -> new Stack.At(instr.args().get(scan.operand(input)));
            case CARRY -> new Stack.At(requireNonNull(stored.carried().get(input.number())));
            case CAPTURED -> new Stack.Same(instr.args().get(scan.operand(input)));
        };
    }

    /// Stacks a value of the reverse body too; its number among what is stacked.
    int stackToo(int value) {
        return body.stack(inBody(value));
    }

    private int nextCotangent(int number) {
        for (var entry : gradient.cotangents().entrySet()) {
            var input = (TurnInput) gradient.graph().instr(entry.getKey()).op();
            if (input.kind() == TurnInput.Kind.CARRY && input.number() == number) {
                return inBody(entry.getValue());
            }
        }
        return zerosInBody(number);
    }

    private int zerosInBody(int number) {
        var like = new Expr(body.graph(), requireNonNull(inBody.get(gradient.next().get(number))));
        return Formulas.like(like, 0).value();
    }

    private int accumulate(int value) {
        int sum = body.carry(zeros(instr.args().get(operand(value))));
        int more = inBody(requireNonNull(gradient.cotangents().get(value)));
        return Formulas.add(new Expr(body.graph(), sum), new Expr(body.graph(), more)).value();
    }

    private int append() {
        var reverse =
                new Scan(
                        body.build(),
                        scan.length(),
                        scan.guarded(),
                        !scan.backward(),
                        scan.remat());
        var operands = body.operands();
        operands.addAll(scan.guard(instr.args()));
        return store.append(reverse, operands);
    }

    private int result(int made, int number) {
        return ((Scan) outer.instr(made).op()).result(outer, made, number);
    }
}
