package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The body of a [Scan] while it is written, and the values of the graph around it that its inputs
/// stand for. Inputs are numbered as they come; a value has one input of a kind.
public final class ScanBody {
    private final GraphBuilder outer;
    private final GraphBuilder graph = new GraphBuilder("body");
    private final SequencedMap<Integer, Integer> elements = new LinkedHashMap<>();
    private final List<Integer> starts = new ArrayList<>();
    private final SequencedMap<Integer, Integer> captured = new LinkedHashMap<>();
    private final List<Integer> next = new ArrayList<>();
    private final List<Integer> yields = new ArrayList<>();

    public ScanBody(GraphBuilder outer) {
        this.outer = outer;
    }

    public GraphBuilder graph() {
        return graph;
    }

    /// A turn's slice of a value that the loop goes along.
    public int element(int stack) {
        return elements.computeIfAbsent(
                stack,
                of -> input(TurnInput.Kind.ELEMENT, elements.size(), Scan.slice(outer.type(of))));
    }

    /// What is carried, and has this value before the first turn.
    public int carry(int start) {
        starts.add(start);
        return input(TurnInput.Kind.CARRY, starts.size() - 1, outer.type(start));
    }

    /// A value that all turns see.
    public int capture(int value) {
        return captured.computeIfAbsent(
                value, of -> input(TurnInput.Kind.CAPTURED, captured.size(), outer.type(of)));
    }

    private int input(TurnInput.Kind kind, int number, TensorType type) {
        return graph.add(new TurnInput(kind, number, type));
    }

    /// The next value of what is carried, in the order of [#carry].
    public void next(int value) {
        next.add(value);
    }

    /// Stacks a value, which is stacked once; its number among the values that are.
    public int stack(int value) {
        int known = yields.indexOf(value);
        if (known >= 0) {
            return known;
        }
        yields.add(value);
        return yields.size() - 1;
    }

    /// Whether nothing leaves a turn.
    public boolean isEmpty() {
        return next.isEmpty() && yields.isEmpty();
    }

    public Graph build() {
        Scan.leave(graph, Output.Kind.NEXT, next);
        Scan.leave(graph, Output.Kind.YIELD, yields);
        return graph.build();
    }

    /// The operands of the loop.
    public List<Integer> operands() {
        var operands = new ArrayList<>(elements.keySet());
        operands.addAll(starts);
        operands.addAll(captured.keySet());
        return operands;
    }
}
