package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ops.Const;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Half;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Computes scalars whose operands are all numbers. The reference evaluates, and the result is
/// rounded to the element type: for arithmetic that is bit for bit what the target would compute;
/// for a function such as `exp` it is the nearest float, where the target may be one unit in the
/// last place beside it. A whole number that would overflow is left to the target.
///
/// ```
/// graph numbers
///   %0: f32 = const() {element = f32, value = 3.0}
///   %1: f32 = const() {element = f32, value = 0.5}
///   %2: f32 = add(%0, %1)
///   result "y" = %2
/// ```
///
/// becomes, together with `dead-code`,
///
/// ```
/// graph numbers
///   %0: f32 = const() {element = f32, value = 3.5}
///   result "y" = %0
/// ```
final class FoldConstants {
    static final Pass PASS =
            new Pass("fold-constants", "computes scalars of known operands", FoldConstants::run);

    private static final double EXACT_WHOLE = 0x1p53;

    private FoldConstants() {}

    private static Graph run(Graph graph) {
        return Walk.once(graph, FoldConstants::fold);
    }

    private static OptionalInt fold(GraphBuilder graph, Instr instr) {
        if (!(instr.op() instanceof Elementwise)
                || instr.type().rank() > 0
                || !allNumbers(graph, instr)) {
            return OptionalInt.empty();
        }
        var args = instr.args().stream().map(a -> NdArray.scalar(number(graph, a))).toList();
        var value = instr.op().eval(args, instr.type()).at();
        var rounded = round(instr.type().element(), value);
        return rounded.isPresent()
                ? OptionalInt.of(
                        graph.add(new Const(instr.type().element(), rounded.getAsDouble())))
                : OptionalInt.empty();
    }

    private static boolean allNumbers(GraphBuilder graph, Instr instr) {
        return instr.args().stream().allMatch(a -> graph.instr(a).op() instanceof Const);
    }

    private static double number(GraphBuilder graph, int value) {
        return ((Const) graph.instr(value).op()).value();
    }

    private static OptionalDouble round(ElementType type, double value) {
        return switch (type) {
            case F32, F16, BF16 -> OptionalDouble.of(Half.round(type, value));
            case F64, BOOL -> OptionalDouble.of(value);
            case I32 -> value == (int) value ? OptionalDouble.of(value) : OptionalDouble.empty();
            case I64 ->
                    Math.abs(value) <= EXACT_WHOLE
                            ? OptionalDouble.of(value)
                            : OptionalDouble.empty();
        };
    }
}
