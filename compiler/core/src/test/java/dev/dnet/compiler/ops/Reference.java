package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A graph under test whose values can be asked for: inputs in order, every other value by the
/// operators' references.
final class Reference {
    private final GraphBuilder graph = new GraphBuilder("test");
    private final List<NdArray> inputs = new ArrayList<>();

    GraphBuilder graph() {
        return graph;
    }

    Expr input(TensorType type, NdArray value) {
        inputs.add(value);
        return new Expr(
                graph, graph.add(new Input(Input.Role.ARGUMENT, "x" + inputs.size(), type)));
    }

    NdArray value(Expr of) {
        return value(graph.build(), inputs, of.value());
    }

    /// The value under other inputs.
    static NdArray value(Graph graph, List<NdArray> inputs, int of) {
        Iterator<NdArray> next = inputs.iterator();
        var values = new ArrayList<NdArray>();
        for (var instr : graph.instrs().subList(0, of + 1)) {
            var args = instr.args().stream().map(values::get).toList();
            values.add(
                    instr.op() instanceof Input
                            ? next.next()
                            : instr.op().eval(args, instr.type()));
        }
        return values.get(of);
    }
}
