package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.TurnInput;

/// Drops what no output needs. Arguments stay, because they are the signature of the method, and so
/// do the inputs of a body.
///
/// ```
/// graph dead
///   %0: f32 = input argument "x"
///   %1: f32 = input argument "unused"
///   %2: f32 = input parameter "w"
///   %3: f32 = add(%0, %2)
///   %4: f32 = add(%0, %0)
///   result "y" = %4
/// ```
///
/// becomes
///
/// ```
/// graph dead
///   %0: f32 = input argument "x"
///   %1: f32 = input argument "unused"
///   %2: f32 = add(%0, %0)
///   result "y" = %2
/// ```
final class EliminateDeadCode {
    static final Pass PASS =
            new Pass("dead-code", "drops what no output needs", EliminateDeadCode::run);

    private EliminateDeadCode() {}

    private static Graph run(Graph graph) {
        var live = live(graph);
        var builder = new GraphBuilder(graph.name());
        var renamed = new int[graph.size()];
        for (int i = 0; i < graph.size(); i++) {
            if (live[i]) {
                renamed[i] = builder.append(Walk.rename(graph.instr(i), renamed));
            }
        }
        graph.outputs().forEach(o -> builder.output(o.kind(), o.name(), renamed[o.value()]));
        return builder.build();
    }

    private static boolean[] live(Graph graph) {
        var live = new boolean[graph.size()];
        graph.outputs().forEach(o -> live[o.value()] = true);
        for (int i = graph.size() - 1; i >= 0; i--) {
            live[i] |= isArgument(graph.instr(i));
            if (live[i]) {
                graph.instr(i).args().forEach(a -> live[a] = true);
            }
        }
        return live;
    }

    private static boolean isArgument(Instr instr) {
        return instr.op() instanceof TurnInput
                || instr.op() instanceof Input input && input.role() == Input.Role.ARGUMENT;
    }
}
