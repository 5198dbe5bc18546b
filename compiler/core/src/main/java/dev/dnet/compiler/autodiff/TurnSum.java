package dev.dnet.compiler.autodiff;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
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
/// turn to turn, sums over axes, and what only rearranges or adds such; for anything where the loop
/// carries nothing.
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
        return form(v) != Form.NONE;
    }

    /// How a value is summed over the turns.
    private enum Form {
        /// A product or a sum of what is stacked.
        REDUCED,
        /// From the sums of its operands.
        LINEAR,
        /// Stacked itself: where nothing is carried, all turns are done at once.
        STACKED,
        NONE
    }

    private Form form(int v) {
        if (v < gradient.forward()) {
            return Form.NONE;
        }
        var instr = gradient.graph().instr(v);
        var otherwise = scan.carriesNothing() ? Form.STACKED : Form.NONE;
        return switch (instr.op()) {
            case Contract c ->
                    instr.args().stream().anyMatch(this::varies) ? Form.REDUCED : otherwise;
            case Sum s -> Form.REDUCED;
            case Add a -> linear(instr, otherwise);
            case Transpose t -> linear(instr, otherwise);
            case Reshape r -> linear(instr, otherwise);
            default -> otherwise;
        };
    }

    private Form linear(Instr instr, Form otherwise) {
        return instr.args().stream().allMatch(this::isPossible) ? Form.LINEAR : otherwise;
    }

    /// Has stacked what has no stack yet.
    void request() {
        request(value);
    }

    private void request(int v) {
        var args = gradient.graph().instr(v).args();
        switch (form(v)) {
            case LINEAR -> args.forEach(this::request);
            case REDUCED -> args.forEach(this::requestStack);
            case STACKED -> requestStack(v);
            case NONE -> throw new IllegalStateException("no sum over turns of %" + v);
        }
    }

    private void requestStack(int v) {
        if (scan.stack(v) instanceof ScanGradient.Stack.Missing) {
            requested.put(v, scan.stackToo(v));
        }
    }

    /// Appends the sum to the outer graph, where the reverse scan stands by now.
    int build(GraphBuilder outer, IntUnaryOperator stacked) {
        return build(value, outer, stacked);
    }

    private int build(int v, GraphBuilder outer, IntUnaryOperator stacked) {
        var instr = gradient.graph().instr(v);
        outer.at(instr.span());
        if (form(v) == Form.STACKED) {
            return outer.add(new Sum(List.of(0)), stack(v, stacked));
        }
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
