package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.compiler.ops.Reshape;
import dev.dnet.compiler.type.Shape;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Computes before reshaping: element-wise operations then stand next to what makes their operands,
/// and fuse into it. A number repeated everywhere takes whatever shape the others have.
///
/// ```
/// graph flat
///   %0: f32[N, 2, 3] = input argument "x"
///   %1: f32 = input argument "s"
///   %2: f32[N, 6] = reshape(%0) {shape = [N, 6]}
///   %3: f32[N, 6] = broadcast(%1) {shape = [N, 6], axes = []}
///   %4: f32[N, 6] = add(%2, %3)
///   result "y" = %4
/// ```
///
/// becomes, together with `dead-code`,
///
/// ```
/// graph flat
///   %0: f32[N, 2, 3] = input argument "x"
///   %1: f32 = input argument "s"
///   %2: f32[N, 2, 3] = broadcast(%1) {shape = [N, 2, 3], axes = []}
///   %3: f32[N, 2, 3] = add(%0, %2)
///   %4: f32[N, 6] = reshape(%3) {shape = [N, 6]}
///   result "y" = %4
/// ```
final class SinkReshapes {
    static final Pass PASS =
            new Pass(
                    "sink-reshapes",
                    "computes before reshaping",
                    g -> Walk.once(g, SinkReshapes::sink));

    private SinkReshapes() {}

    private static OptionalInt sink(GraphBuilder graph, Instr instr) {
        if (!(instr.op() instanceof Elementwise)
                || instr.args().stream().noneMatch(a -> graph.instr(a).op() instanceof Reshape)) {
            return OptionalInt.empty();
        }
        var shape = commonSource(graph, instr.args());
        return shape.isPresent()
                ? OptionalInt.of(before(graph, instr, shape.get()))
                : OptionalInt.empty();
    }

    /// The shape that all operands had before they were reshaped, if they had one in common.
    private static Optional<Shape> commonSource(GraphBuilder graph, List<Integer> args) {
        var shapes =
                args.stream()
                        .filter(a -> !isUniform(graph, a))
                        .map(a -> source(graph, a).orElse(graph.type(a).shape()))
                        .distinct()
                        .toList();
        return shapes.size() == 1 && !shapes.getFirst().equals(graph.type(args.getFirst()).shape())
                ? Optional.of(shapes.getFirst())
                : Optional.empty();
    }

    private static Optional<Shape> source(GraphBuilder graph, int value) {
        var instr = graph.instr(value);
        return instr.op() instanceof Reshape
                ? Optional.of(graph.type(instr.args().getFirst()).shape())
                : Optional.empty();
    }

    private static boolean isUniform(GraphBuilder graph, int value) {
        return graph.instr(value).op() instanceof Broadcast b && b.axes().isEmpty();
    }

    private static int before(GraphBuilder graph, Instr instr, Shape shape) {
        var args = instr.args().stream().map(a -> unshaped(graph, a, shape)).toList();
        return graph.add(new Reshape(instr.type().shape()), graph.add(instr.op(), args));
    }

    private static int unshaped(GraphBuilder graph, int value, Shape shape) {
        var instr = graph.instr(value);
        if (isUniform(graph, value)) {
            var fill = new Broadcast(shape, List.of());
            return shape.rank() == 0 ? instr.args().getFirst() : graph.add(fill, instr.args());
        }
        return instr.args().getFirst();
    }
}
