package dev.dnet.device;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.ir.Output;

import java.util.HashMap;
import java.util.Map;

/// Paths of variables that no other graph of the same program has.
///
/// @param name stands before each
record OwnPaths(String name) {

    private String path(String path) {
        return name + "." + path;
    }

    Graph graph(Graph graph) {
        var instrs = graph.instrs().stream().map(this::instr).toList();
        var outputs = graph.outputs().stream().map(this::output).toList();
        return new Graph(graph.name(), instrs, outputs);
    }

    private Instr instr(Instr instr) {
        return new Instr(op(instr.op()), instr.args(), instr.type(), instr.hint(), instr.span());
    }

    private Op op(Op op) {
        return op instanceof Input i && i.isVariable()
                ? new Input(i.role(), path(i.path()), i.declared())
                : op;
    }

    private Output output(Output output) {
        return output.kind() == Output.Kind.WRITE
                ? new Output(output.kind(), path(output.name()), output.value())
                : output;
    }

    /// The inputs of that graph.
    Map<String, NdArray> inputs(Graph graph, Map<String, NdArray> inputs) {
        var own = new HashMap<>(inputs);
        for (int v : graph.inputs()) {
            if (graph.instr(v).op() instanceof Input i && i.isVariable()) {
                var value = inputs.get(i.path());
                if (value != null) {
                    own.put(path(i.path()), value);
                }
            }
        }
        return own;
    }
}
