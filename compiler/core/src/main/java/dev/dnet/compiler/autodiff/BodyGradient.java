package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The body of a scan followed by its derivative: one graph, whose values up to `forward` are those
/// of the body, and whose further inputs are the cotangents of what the turn gave.
///
/// @param next by the number of what is carried: the input that is the cotangent of its next value
/// @param yields by the number of what is stacked: the same of its slice
/// @param cotangents by the body's inputs: what flows to them
record BodyGradient(
        GraphBuilder graph,
        int forward,
        Map<Integer, Integer> next,
        Map<Integer, Integer> yields,
        Map<Integer, Integer> cotangents,
        List<Sweep.Obstacle> obstacles) {

    /// The gradient with respect to some inputs of the body, where some slices have cotangents.
    static BodyGradient of(
            Prepared body, Scan scan, Predicate<TurnInput> wanted, Predicate<Integer> stacked) {
        var graph = GraphBuilder.continuing(body.graph());
        var sources = new TreeSet<Integer>();
        for (int v : body.graph().turnInputs()) {
            var input = (TurnInput) body.graph().instr(v).op();
            if (input.declared().isFloat() && wanted.test(input)) {
                sources.add(v);
            }
        }
        var next = new HashMap<Integer, Integer>();
        var yields = new HashMap<Integer, Integer>();
        var outputs = outputs(scan, body.graph(), Output.Kind.NEXT);
        for (int k = 0; k < outputs.size(); k++) {
            int number = k;
            var type = scan.inputs(TurnInput.Kind.CARRY).get(k);
            boolean active =
                    sources.stream()
                            .map(v -> (TurnInput) body.graph().instr(v).op())
                            .anyMatch(
                                    i -> i.kind() == TurnInput.Kind.CARRY && i.number() == number);
            if (active) {
                next.put(k, graph.add(new TurnInput(TurnInput.Kind.CARRY, k, type)));
            }
        }
        var slices = outputs(scan, body.graph(), Output.Kind.YIELD);
        for (int k = 0; k < slices.size(); k++) {
            var type = body.graph().type(slices.get(k));
            if (type.isFloat() && stacked.test(k)) {
                yields.put(k, graph.add(new TurnInput(TurnInput.Kind.ELEMENT, k, type)));
            }
        }
        var store = new ScanStore(graph, false);
        store.adopt(body);
        var sweep = new Sweep(store, body.graph().size() - 1, sources);
        next.forEach((k, cotangent) -> seed(sweep, outputs.get(k), cotangent));
        yields.forEach((k, cotangent) -> seed(sweep, slices.get(k), cotangent));
        var cotangents = sweep.run();
        return new BodyGradient(
                graph, body.graph().size(), next, yields, cotangents, sweep.obstacles());
    }

    private static void seed(Sweep sweep, int value, int cotangent) {
        if (sweep.reaches(value)) {
            sweep.seed(value, cotangent);
        }
    }

    private static List<Integer> outputs(Scan scan, Graph body, Output.Kind kind) {
        return scan.with(body).outputs(kind);
    }

    /// The values of the derivative that are needed for some of it, and the values of the body that
    /// they read.
    BitSet needed(Iterable<Integer> wanted) {
        var needed = new BitSet();
        wanted.forEach(needed::set);
        for (int v = graph.size() - 1; v >= forward; v--) {
            if (needed.get(v)) {
                graph.instr(v).args().forEach(needed::set);
            }
        }
        return needed;
    }
}
