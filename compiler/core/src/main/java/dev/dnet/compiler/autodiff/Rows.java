package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Instr;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.ScanBody;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/// The gradients of all elements of a tensor: a loop that carries nothing, of which each turn is
/// the sweep from one element.
final class Rows {
    private final ScanStore scans;
    private final GraphBuilder graph;
    private final int y;
    private final ScanBody body;
    private final Map<Integer, Integer> inBody = new HashMap<>();

    Rows(ScanStore scans, int y) {
        this.scans = scans;
        this.graph = scans.graph();
        this.body = new ScanBody(graph);
        this.y = y;
    }

    /// What a sweep found.
    ///
    /// @param stacks by source: the gradients of all elements in order
    record Found(Map<Integer, Integer> stacks, List<Sweep.Obstacle> obstacles) {}

    /// @param still whether gradients are to be taken of what comes of it
    Found sweep(SortedSet<Integer> sources, boolean still) {
        var elements = graph.type(y).shape().elements();
        int first = graph.size();
        int outputs = graph.outputs();
        scans.differentiate(false);
        var sweep = new Sweep(scans, y, sources);
        if (sweep.reaches(y)) {
            sweep.seed(y, unit(elements));
        }
        var cotangents = new TreeMap<>(sweep.run());
        var tail = graph.cut(first, outputs);
        scans.differentiate(still);
        return cotangents.isEmpty()
                ? new Found(Map.of(), sweep.obstacles())
                : new Found(loop(elements, first, tail, cotangents), sweep.obstacles());
    }

    /// One at the element of this turn and zero elsewhere.
    private int unit(Size elements) {
        var number = TensorType.scalar(ElementType.I32);
        var turn = new Expr(graph, graph.add(new TurnInput(TurnInput.Kind.ELEMENT, 0, number)));
        var flat = Shape.of(elements);
        var places = Formulas.iota(graph, flat, 0, ElementType.I32);
        var unit = Formulas.eq(places, Formulas.fill(turn, flat));
        var type = graph.type(y);
        return Formulas.reshape(Formulas.cast(unit, type.element()), type.shape()).value();
    }

    private Map<Integer, Integer> loop(
            Size elements, int first, Graph tail, TreeMap<Integer, Integer> cotangents) {
        var numbers = Formulas.iota(graph, Shape.of(elements), 0, ElementType.I32);
        for (int k = 0; k < tail.size(); k++) {
            var instr = tail.instr(k);
            inBody.put(
                    first + k,
                    instr.op() instanceof TurnInput
                            ? body.element(numbers.value())
                            : body.graph()
                                    .append(
                                            new Instr(
                                                    instr.op(),
                                                    instr.args().stream()
                                                            .map(this::inBody)
                                                            .toList(),
                                                    instr.type(),
                                                    instr.hint(),
                                                    instr.span())));
        }
        var stacked = new TreeMap<Integer, Integer>();
        cotangents.forEach((source, c) -> stacked.put(source, body.stack(inBody(c))));
        var scan = new Scan(body.build(), Optional.of(elements), false, false, false);
        int made = scans.append(scan, body.operands());
        var stacks = new HashMap<Integer, Integer>();
        stacked.forEach((source, k) -> stacks.put(source, scan.result(graph, made, k)));
        return stacks;
    }

    /// What stands before the sweep is the same in all turns.
    private int inBody(int value) {
        return inBody.computeIfAbsent(value, body::capture);
    }
}
