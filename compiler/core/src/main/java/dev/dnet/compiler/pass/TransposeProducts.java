package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.ops.Transpose;

import java.util.OptionalInt;

/// Lets a contraction store its result in the order in which it is wanted: the gradient of the
/// weights of a linear layer then lies as the weights do, and what follows walks through both
/// alike. A contraction that something else needs too stays.
///
/// ```
/// graph turned
///   %0: f32[N, 4] = input argument "x"
///   %1: f32[N, 8] = input argument "d"
///   %2: f32[4, 8] = contract(%0, %1) {out = [Axis(name = "i", extent = 4), Axis(name = "j", extent = 8)], reduce = [Axis(name = "n", extent = N)], left = [Access(numerator = n, divisor = 1), Access(numerator = i, divisor = 1)], right = [Access(numerator = n, divisor = 1), Access(numerator = j, divisor = 1)]}
///   %3: f32[8, 4] = transpose(%2) {perm = [1, 0]}
///   result "y" = %3
/// ```
///
/// becomes, together with `dead-code`,
///
/// ```
/// graph turned
///   %0: f32[N, 4] = input argument "x"
///   %1: f32[N, 8] = input argument "d"
///   %2: f32[8, 4] = contract(%0, %1) {out = [Axis(name = "j", extent = 8), Axis(name = "i", extent = 4)], reduce = [Axis(name = "n", extent = N)], left = [Access(numerator = n, divisor = 1), Access(numerator = i, divisor = 1)], right = [Access(numerator = n, divisor = 1), Access(numerator = j, divisor = 1)]}
///   result "y" = %2
/// ```
final class TransposeProducts {
    static final Pass PASS =
            new Pass(
                    "transpose-products",
                    "stores contractions in the order in which they are wanted",
                    TransposeProducts::run);

    private TransposeProducts() {}

    /// Values keep their numbers on the way: each is put in the place of one.
    private static Graph run(Graph graph) {
        var uses = uses(graph);
        return Walk.once(graph, (builder, instr) -> turn(builder, instr, uses));
    }

    private static int[] uses(Graph graph) {
        var uses = new int[graph.size()];
        graph.instrs().forEach(i -> i.args().forEach(a -> uses[a]++));
        graph.outputs().forEach(o -> uses[o.value()]++);
        return uses;
    }

    private static OptionalInt turn(GraphBuilder graph, Instr instr, int[] uses) {
        if (!(instr.op() instanceof Transpose turn)) {
            return OptionalInt.empty();
        }
        int product = instr.args().getFirst();
        var source = graph.instr(product);
        if (!(source.op() instanceof Contract c) || uses[product] != 1) {
            return OptionalInt.empty();
        }
        var out = turn.perm().stream().map(c.out()::get).toList();
        return OptionalInt.of(
                graph.add(new Contract(out, c.reduce(), c.left(), c.right()), source.args()));
    }
}
