package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Concat;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Appends a scan to the graph, whole or cut into segments: a loop over segments around one over
/// the turns of a segment. The gradient computes the outer one again, so that of each segment it
/// keeps what is carried into it, and of the turns only those of one segment at a time.
final class Segments {
    private final Session session;
    private final GraphBuilder graph;
    private final ScanBuilder.Pending pending;
    private final int elements;
    private final int carries;

    /// How many turns a segment has, for the loops of a block.
    static final class Wish {
        private final Size every;
        private boolean taken;

        Wish(Size every) {
            this.every = every;
        }

        Size take() {
            taken = true;
            return every;
        }

        boolean isTaken() {
            return taken;
        }
    }

    Segments(Session session, ScanBuilder.Pending pending) {
        this.session = session;
        this.graph = session.graph();
        this.pending = pending;
        this.elements = pending.scan().inputs(TurnInput.Kind.ELEMENT).size();
        this.carries = pending.scan().inputs(TurnInput.Kind.CARRY).size();
    }

    /// All results: what is carried last, then what is stacked.
    List<Value.Tensor> append(Optional<Size> every) {
        return every.isPresent()
                ? segments(every.get())
                : results(graph, pending.scan(), pending.args()).stream()
                        .map(session::tensor)
                        .collect(Collectors.toCollection(ArrayList::new));
    }

    /// A scan and the parts that are its further results; nothing where it has no result.
    private static List<Integer> results(GraphBuilder graph, Scan scan, List<Integer> args) {
        return scan.results().isEmpty() ? List.of() : Scan.results(graph, graph.add(scan, args));
    }

    private List<Value.Tensor> segments(Size every) {
        var turns = pending.scan().turns();
        var count = turns.floorDiv(every);
        var whole = count.times(every);
        var left = turns.minus(whole);
        var args = new ArrayList<Integer>();
        for (int k = 0; k < elements; k++) {
            args.add(cut(pending.args().get(k), count, every));
        }
        args.addAll(pending.args().subList(elements, pending.args().size()));
        var outer = new Scan(body(every), Optional.of(count), false, false, true);
        var results = results(graph, outer, args);
        for (int k = carries; k < results.size(); k++) {
            results.set(k, joined(results.get(k), whole));
        }
        if (!left.is(0)) {
            rest(results, whole, left);
        }
        var tensors = new ArrayList<Value.Tensor>();
        results.forEach(r -> tensors.add(session.tensor(r)));
        return tensors;
    }

    private Expr at(int value) {
        return new Expr(graph, value);
    }

    /// A tensor as segments of slices.
    private int cut(int value, Size count, Size every) {
        var x = at(value);
        var sizes = new ArrayList<>(List.of(count, every));
        sizes.addAll(x.shape().sizes().subList(1, x.rank()));
        return Formulas.reshape(part(x, Size.ZERO, count.times(every)), new Shape(sizes)).value();
    }

    private static Expr part(Expr x, Size start, Size size) {
        return x.shape().size(0).equals(size) ? x : Formulas.slice(x, 0, start, size);
    }

    private int joined(int value, Size whole) {
        var x = at(value);
        var sizes = new ArrayList<>(List.of(whole));
        sizes.addAll(x.shape().sizes().subList(2, x.rank()));
        return Formulas.reshape(x, new Shape(sizes)).value();
    }

    /// The turns of one segment.
    private Graph body(Size every) {
        var body = new GraphBuilder("segment");
        var scan = pending.scan();
        var inner = new Scan(scan.body(), Optional.of(every), false, scan.backward(), scan.remat());
        var args = new ArrayList<Integer>();
        for (var role :
                List.of(TurnInput.Kind.ELEMENT, TurnInput.Kind.CARRY, TurnInput.Kind.CAPTURED)) {
            var types = scan.inputs(role);
            for (int k = 0; k < types.size(); k++) {
                var type = types.get(k);
                var declared = role == TurnInput.Kind.ELEMENT ? Scan.stacked(type, every) : type;
                args.add(body.add(new TurnInput(role, k, declared)));
            }
        }
        var results = results(body, inner, args);
        Scan.leave(body, Output.Kind.NEXT, results.subList(0, carries));
        Scan.leave(body, Output.Kind.YIELD, results.subList(carries, results.size()));
        return body.build();
    }

    /// The turns after the last whole segment.
    private void rest(List<Integer> results, Size whole, Size left) {
        var args = new ArrayList<Integer>();
        for (int k = 0; k < elements; k++) {
            args.add(part(at(pending.args().get(k)), whole, left).value());
        }
        args.addAll(results.subList(0, carries));
        args.addAll(pending.args().subList(elements + carries, pending.args().size()));
        var scan = pending.scan();
        var last = new Scan(scan.body(), Optional.of(left), false, scan.backward(), scan.remat());
        var more = results(graph, last, args);
        for (int k = 0; k < results.size(); k++) {
            int value =
                    k < carries
                            ? more.get(k)
                            : Expr.call(
                                            graph,
                                            new Concat(0),
                                            List.of(at(results.get(k)), at(more.get(k))))
                                    .value();
            results.set(k, value);
        }
    }
}
