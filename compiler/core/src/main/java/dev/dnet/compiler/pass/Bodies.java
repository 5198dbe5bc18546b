package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Scan;

import java.util.ArrayList;

/// Passes inside loops: the bodies of a graph are graphs too.
final class Bodies {
    private Bodies() {}

    /// The graph with a pass run on all bodies in it, the inner ones first. The pass that expands
    /// gradients sees to bodies itself, because the derivative of a loop needs that of its body.
    static Graph map(Graph graph, Pass pass) {
        if (pass.equals(ExpandGradients.PASS)
                || graph.instrs().stream().noneMatch(i -> i.op() instanceof Scan)) {
            return graph;
        }
        var instrs = new ArrayList<Instr>();
        for (var instr : graph.instrs()) {
            instrs.add(instr.op() instanceof Scan scan ? map(instr, scan, pass) : instr);
        }
        return new Graph(graph.name(), instrs, graph.outputs());
    }

    private static Instr map(Instr instr, Scan scan, Pass pass) {
        var body = pass.run().apply(map(scan.body(), pass));
        return new Instr(scan.with(body), instr.args(), instr.type(), instr.hint(), instr.span());
    }
}
