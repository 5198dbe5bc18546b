package dev.dnet.testing;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.NdArray;
import java.util.Map;
import java.util.TreeMap;

/// A program with numbers for its inputs, by their paths. The graph may hold `grad`.
public record Sample(long seed, Graph graph, Map<String, NdArray> inputs) {

    /// What a report of a failure shows: enough to run it again.
    public String text() {
        var text = new StringBuilder("# seed " + seed + "\n").append(GraphPrinter.print(graph));
        new TreeMap<>(inputs).forEach((path, value) -> text.append("# ").append(path).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    public Sample with(Graph other) {
        return new Sample(seed, other, inputs);
    }
}
