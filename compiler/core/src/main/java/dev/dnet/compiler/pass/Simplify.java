package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;

import java.util.OptionalInt;

/// Lets every operation simplify itself ([dev.dnet.compiler.ir.Op#simplify]) until none can any
/// more.
///
/// ```
/// graph reshapes
///   %0: f32[2, 6] = input argument "x"
///   %1: f32[12] = reshape(%0) {shape = [12]}
///   %2: f32[3, 4] = reshape(%1) {shape = [3, 4]}
///   %3: f32[2, 6] = reshape(%2) {shape = [2, 6]}
///   result "y" = %3
/// ```
///
/// becomes, together with `dead-code`,
///
/// ```
/// graph reshapes
///   %0: f32[2, 6] = input argument "x"
///   result "y" = %0
/// ```
final class Simplify {
    static final Pass PASS =
            new Pass(
                    "simplify",
                    "replaces operations by simpler ones of equal value",
                    Simplify::run);

    private static final int WALKS = 8;
    private static final int STEPS = 16;

    private Simplify() {}

    private static Graph run(Graph graph) {
        return Walk.toFixpoint(graph, Simplify::simplify, WALKS);
    }

    /// Goes on with what comes out, so that a chain of rules needs one walk.
    private static OptionalInt simplify(GraphBuilder graph, Instr instr) {
        var best = instr.op().simplify(graph, instr.args());
        for (int i = 0; i < STEPS && best.isPresent(); i++) {
            var again = graph.instr(best.getAsInt());
            var next = again.op().simplify(graph, again.args());
            if (next.isEmpty()) {
                return best;
            }
            best = next;
        }
        return best;
    }
}
