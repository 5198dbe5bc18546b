package dev.dnet.compiler.codegen.jvm;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.loops.LoopProgram;

import java.util.ArrayList;
import java.util.List;

/// An entry point of a program, lowered: the class that runs it, and the names of what goes in and
/// comes out in the order in which that class takes them.
public record Entry(
        String driver,
        Graph graph,
        LoopProgram loops,
        List<String> arguments,
        List<String> results) {
    public Entry {
        arguments = List.copyOf(arguments);
        results = List.copyOf(results);
    }

    public static Entry of(String driver, Graph graph, LoopProgram loops) {
        var arguments = new ArrayList<String>();
        for (int v : graph.inputs()) {
            if (graph.instr(v).op() instanceof Input input && input.role() == Input.Role.ARGUMENT) {
                arguments.add(input.path());
            }
        }
        var results =
                graph.outputs().stream()
                        .filter(o -> o.kind() == Output.Kind.RESULT)
                        .map(Output::name)
                        .toList();
        return new Entry(driver, graph, loops, arguments, results);
    }

    /// Whether it writes variables.
    public boolean writes() {
        return graph.outputs().stream().anyMatch(o -> o.kind() == Output.Kind.WRITE);
    }
}
