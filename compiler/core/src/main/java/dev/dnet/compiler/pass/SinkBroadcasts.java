package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.compiler.type.Shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// Computes before repeating: an element-wise operation on repeated values is the repetition of the
/// operation on the values. Every element is computed from the same numbers as before, so no bit
/// changes.
///
/// ```
/// graph scale
///   %0: f32[N] = input argument "x"
///   %1: f32 = input argument "s"
///   %2: f32[M, N] = broadcast(%0) {shape = [M, N], axes = [1]}
///   %3: f32[M, N] = broadcast(%1) {shape = [M, N], axes = []}
///   %4: f32[M, N] = add(%2, %3)
///   result "y" = %4
/// ```
///
/// becomes, together with `dead-code`,
///
/// ```
/// graph scale
///   %0: f32[N] = input argument "x"
///   %1: f32 = input argument "s"
///   %2: f32[N] = broadcast(%1) {shape = [N], axes = []}
///   %3: f32[N] = add(%0, %2)
///   %4: f32[M, N] = broadcast(%3) {shape = [M, N], axes = [1]}
///   result "y" = %4
/// ```
final class SinkBroadcasts {
    static final Pass PASS =
            new Pass(
                    "sink-broadcasts",
                    "computes before repeating",
                    g -> Walk.once(g, SinkBroadcasts::sink));

    private SinkBroadcasts() {}

    private static OptionalInt sink(GraphBuilder graph, Instr instr) {
        if (instr.op() instanceof Broadcast b) {
            return compose(graph, b, instr.args().getFirst());
        }
        return instr.op() instanceof Elementwise && instr.type().rank() > 0
                ? sinkElementwise(graph, instr)
                : OptionalInt.empty();
    }

    /// A repetition of a repetition is one.
    private static OptionalInt compose(GraphBuilder graph, Broadcast outer, int operand) {
        if (!(graph.instr(operand).op() instanceof Broadcast inner)) {
            return OptionalInt.empty();
        }
        var axes = inner.axes().stream().map(a -> outer.axes().get(a)).toList();
        return OptionalInt.of(
                graph.add(new Broadcast(outer.shape(), axes), graph.instr(operand).args()));
    }

    private static OptionalInt sinkElementwise(GraphBuilder graph, Instr instr) {
        var repeats = new ArrayList<Broadcast>();
        for (int arg : instr.args()) {
            if (!(graph.instr(arg).op() instanceof Broadcast b)) {
                return OptionalInt.empty();
            }
            repeats.add(b);
        }
        var axes =
                repeats.stream()
                        .map(Broadcast::axes)
                        .max(Comparator.comparingInt(List::size))
                        .orElseThrow();
        boolean fit = repeats.stream().allMatch(b -> isPart(b.axes(), axes));
        return fit && axes.size() < instr.type().rank()
                ? OptionalInt.of(onSources(graph, instr, axes))
                : OptionalInt.empty();
    }

    private static boolean isPart(List<Integer> some, List<Integer> all) {
        return all.containsAll(some)
                && some.stream()
                        .map(all::indexOf)
                        .sorted()
                        .toList()
                        .equals(some.stream().map(all::indexOf).toList());
    }

    /// The operation on the operands before they are repeated, each brought to the axes of the
    /// largest.
    private static int onSources(GraphBuilder graph, Instr instr, List<Integer> axes) {
        var small = new Shape(axes.stream().map(instr.type().shape()::size).toList());
        var sources = instr.args().stream().map(a -> source(graph, a, small, axes)).toList();
        int computed = graph.add(instr.op(), sources);
        return graph.add(new Broadcast(instr.type().shape(), axes), computed);
    }

    private static int source(GraphBuilder graph, int repeated, Shape small, List<Integer> axes) {
        var instr = graph.instr(repeated);
        var own = ((Broadcast) instr.op()).axes();
        if (own.equals(axes)) {
            return instr.args().getFirst();
        }
        return graph.add(
                new Broadcast(small, own.stream().map(axes::indexOf).toList()), instr.args());
    }
}
