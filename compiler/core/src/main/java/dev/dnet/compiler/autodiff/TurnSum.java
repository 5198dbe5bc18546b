package dev.dnet.compiler.autodiff;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ops.Add;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.ops.Reshape;
import dev.dnet.compiler.ops.Sum;
import dev.dnet.compiler.ops.Transpose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/// The sum over all turns of a value of the reverse body, taken after the loop from stacks: one
/// large product instead of a small one in each turn. Possible for products of what varies from
/// turn to turn, sums over axes, and what only rearranges or adds such.
final class TurnSum {
    private final BodyGradient gradient;
    private final ScanGradient scan;
    private final int value;
    private final Map<Integer, Integer> requested = new HashMap<>();

    TurnSum(BodyGradient gradient, ScanGradient scan, int value) {
        this.gradient = gradient;
        this.scan = scan;
        this.value = value;
    }

    boolean isPossible() {
        return isPossible(value);
    }

    private boolean isPossible(int v) {
        if (v < gradient.forward()) {
            return false;
        }
        var instr = gradient.graph().instr(v);
        return switch (instr.op()) {
            case Contract c -> instr.args().stream().anyMatch(this::varies);
            case Sum s -> true;
            case Add a -> instr.args().stream().allMatch(this::isPossible);
            case Transpose t -> isPossible(instr.args().getFirst());
            case Reshape r -> isPossible(instr.args().getFirst());
            default -> false;
        };
    }

    /// Has stacked what has no stack yet.
    void request() {
        request(value);
    }

    private void request(int v) {
        var instr = gradient.graph().instr(v);
        boolean leaf = instr.op() instanceof Contract || instr.op() instanceof Sum;
        for (int arg : instr.args()) {
            if (!leaf) {
                request(arg);
            } else if (scan.stack(arg) instanceof ScanGradient.Stack.Missing) {
                requested.put(arg, scan.stackToo(arg));
            }
        }
    }

    /// Appends the sum to the outer graph, where the reverse scan stands by now.
    int build(GraphBuilder outer, IntUnaryOperator stacked) {
        return build(value, outer, stacked);
    }

    private int build(int v, GraphBuilder outer, IntUnaryOperator stacked) {
        var instr = gradient.graph().instr(v);
        outer.at(instr.span());
        return switch (instr.op()) {
            case Contract c -> {
                int left = instr.args().get(0);
                int right = instr.args().get(1);
                var product = c.summed(scan.turns(), varies(left), varies(right));
                yield outer.add(product, stack(left, stacked), stack(right, stacked));
            }
            case Sum s -> {
                var axes = new ArrayList<>(List.of(0));
                s.axes().forEach(a -> axes.add(a + 1));
                yield outer.add(new Sum(axes), stack(instr.args().getFirst(), stacked));
            }
            default ->
                    outer.add(
                            instr.op(),
                            instr.args().stream().map(a -> build(a, outer, stacked)).toList());
        };
    }

    private boolean varies(int v) {
        return !(scan.stack(v) instanceof ScanGradient.Stack.Same);
    }

    private int stack(int v, IntUnaryOperator stacked) {
        return switch (scan.stack(v)) {
            case ScanGradient.Stack.At at -> at.value();
            case ScanGradient.Stack.Same same -> same.value();
            case ScanGradient.Stack.Missing m ->
                    stacked.applyAsInt(requireNonNull(requested.get(v)));
        };
    }
}
