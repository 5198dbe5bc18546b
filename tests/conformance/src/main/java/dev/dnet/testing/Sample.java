package dev.dnet.testing;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.NdArray;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A program with numbers for its inputs, by their paths. The graph may hold `grad`.
public record Sample(long seed, Graph graph, Map<String, NdArray> inputs) {
    private static final int MOST_SHOWN = 24;

    /// What a report of a failure shows: the program, and its numbers where they are few.
    public String text() {
        var text = new StringBuilder("# seed " + seed + "\n").append(GraphPrinter.print(graph));
        new TreeMap<>(inputs)
                .forEach((path, value) ->
                        text.append("# ")
                                .append(path)
                                .append(" = ")
                                .append(text(value))
                                .append('\n'));
        return text.toString();
    }

    private static String text(NdArray value) {
        if (value.size() <= MOST_SHOWN) {
            return value.toString();
        }
        var first =
                Arrays.stream(value.data()).limit(MOST_SHOWN).mapToObj(Double::toString).toList();
        return Arrays.toString(value.shape()) + "[" + String.join(", ", first) + ", …]";
    }

    public Sample with(Graph other) {
        return new Sample(seed, other, inputs);
    }
}
