package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Given;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.ops.Elementwise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Computes equal things once: the same operation with the same attributes on the same operands, in
/// either order where that is the same. Draws of random numbers are pure in their key and stream,
/// and the stream is an attribute: two draws merge only if they are the same draw.
///
/// ```
/// graph twice
///   %0: f32 = input argument "x"
///   %1: f32 = input argument "y"
///   %2: f32 = add(%0, %1)
///   %3: f32 = add(%1, %0)
///   %4: f32 = add(%2, %3)
///   result "z" = %4
/// ```
///
/// becomes
///
/// ```
/// graph twice
///   %0: f32 = input argument "x"
///   %1: f32 = input argument "y"
///   %2: f32 = add(%0, %1)
///   %3: f32 = add(%2, %2)
///   result "z" = %3
/// ```
final class MergeCommonSubexpressions {
    static final Pass PASS =
            new Pass(
                    "common-subexpressions",
                    "computes equal values once",
                    MergeCommonSubexpressions::run);

    private record Key(Op op, List<Integer> args) {}

    private final Map<Key, Integer> known = new HashMap<>();

    private MergeCommonSubexpressions() {}

    private static Graph run(Graph graph) {
        return Walk.once(graph, new MergeCommonSubexpressions()::merge);
    }

    private OptionalInt merge(GraphBuilder graph, Instr instr) {
        if (instr.op() instanceof Given) {
            return OptionalInt.empty();
        }
        var key = key(instr);
        var earlier = known.putIfAbsent(key, graph.size());
        return earlier == null ? OptionalInt.empty() : OptionalInt.of(earlier);
    }

    private static Key key(Instr instr) {
        var args = instr.args();
        boolean swap =
                instr.op() instanceof Elementwise e
                        && isCommutative(e.fn())
                        && args.get(0) > args.get(1);
        return new Key(instr.op(), swap ? args.reversed() : args);
    }

    private static boolean isCommutative(Fn fn) {
        return switch (fn) {
            case ADD, MUL, EQ, NE, AND, OR -> true;
            default -> false;
        };
    }
}
