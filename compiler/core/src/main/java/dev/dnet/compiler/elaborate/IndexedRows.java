package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.CheckIndices;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.ops.IndexedSum;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// `table[ids[n], t + 1, d]` under indices, where data decide some of the entries. Where they are
/// one entry beside indices alone, whole rows are taken, if its positions have no index in common
/// with the others, or one element of each line, if all of theirs. Anything else is one number for
/// the entries of data and the indices that they share with the others: its rows are taken.
final class IndexedRows {
    private final Evaluator evaluator;
    private final IndexLayout layout;
    private final IndexedElement element;
    private final Value.Tensor x;
    private final List<ShapeMatch.Pair> pairs;
    private final List<Optional<Value.Tensor>> data;

    /// @param data by entry: positions, laid out along the axes of all indices
    IndexedRows(
            Evaluator evaluator,
            IndexedElement element,
            Value.Tensor x,
            List<ShapeMatch.Pair> pairs,
            List<Optional<Value.Tensor>> data) {
        this.evaluator = evaluator;
        this.layout = new IndexLayout(evaluator);
        this.element = element;
        this.x = x;
        this.pairs = pairs;
        this.data = data;
    }

    Value.Tensor of() {
        var entries =
                IntStream.range(0, data.size()).filter(k -> data.get(k).isPresent()).toArray();
        boolean plain =
                IntStream.range(0, pairs.size())
                        .allMatch(k -> data.get(k).isPresent() || element.isWhole(pairs.get(k)));
        if (entries.length > 1 || !plain) {
            return points();
        }
        int entry = entries[0];
        var rows = data.get(entry).orElseThrow();
        var before = own(0, entry);
        var after = own(entry + 1, pairs.size());
        var others = new ArrayList<>(before);
        others.addAll(after);
        var used = axes(rows);
        int axis = pairs.get(entry).first();
        if (used.stream().noneMatch(others::contains)) {
            return rows(rows, axis, before, after);
        }
        return others.containsAll(used) && others.stream().distinct().count() == others.size()
                ? lines(rows, axis, others)
                : points();
    }

    private List<Integer> own(int from, int to) {
        return pairs.subList(from, to).stream().flatMap(p -> element.own(p).stream()).toList();
    }

    /// The indices that positions have.
    private static List<Integer> axes(Value.Tensor positions) {
        var shape = positions.type().shape();
        return IntStream.range(0, shape.rank()).filter(a -> !shape.size(a).is(1)).boxed().toList();
    }

    private Value.Tensor rows(
            Value.Tensor rows, int axis, List<Integer> before, List<Integer> after) {
        var used = axes(rows);
        var sizes = used.stream().map(a -> rows.type().shape().size(a)).toList();
        var dense = layout.reshape(rows, new Shape(sizes));
        var number = new Value.Int(Size.of(axis));
        var taken = evaluator.primitives().call("take", element.index().span(), x, dense, number);
        var places = new ArrayList<>(before);
        places.addAll(used);
        places.addAll(after);
        return element.layOut(taken, places);
    }

    private Value.Tensor lines(Value.Tensor rows, int axis, List<Integer> others) {
        var line = x.type().shape().with(axis, Size.ONE);
        var all = rows.type().shape();
        var order = new ArrayList<>(others);
        IntStream.range(0, all.rank()).filter(a -> !others.contains(a)).forEach(order::add);
        var sizes = new ArrayList<Size>();
        others.forEach(a -> sizes.add(all.size(a)));
        sizes.add(axis, Size.ONE);
        var at = element.index().span();
        var turned = layout.transpose(rows, order, Span.none());
        var lines = layout.repeat(layout.reshape(turned, new Shape(sizes)), line);
        var number = new Value.Int(Size.of(axis));
        var found = evaluator.primitives().call("take_along", at, x, lines, number);
        return element.layOut(layout.reshape(found, line.without(List.of(axis))), others);
    }

    /// First what is no data, with an axis for each index in it and each entry of data. Of these
    /// axes those of data and those that are shared with them become one.
    private Value.Tensor points() {
        var access = new ArrayList<Access>();
        var chosen = new ArrayList<Axis>();
        for (int k = 0; k < pairs.size(); k++) {
            if (data.get(k).isPresent()) {
                chosen.add(new Axis("p" + k, pairs.get(k).sizes().getFirst()));
                access.add(Access.of(chosen.getLast()));
            } else {
                access.addAll(element.access(pairs.get(k)));
            }
        }
        var deciding = new TreeSet<Integer>();
        data.forEach(d -> d.ifPresent(t -> deciding.addAll(axes(t))));
        var used = element.used(access);
        var shared = used.stream().filter(deciding::contains).toList();
        var kept = used.stream().filter(a -> !deciding.contains(a)).toList();
        var out = new ArrayList<Axis>();
        shared.forEach(a -> out.add(element.axes().get(a)));
        out.addAll(chosen);
        kept.forEach(a -> out.add(element.axes().get(a)));
        var all = evaluator.tensors().add(new IndexedSum(out, List.of(), access), x);
        int joined = shared.size() + chosen.size();
        var rows = expr(all);
        var sizes = rows.shape().sizes();
        var flat = new ArrayList<>(List.of(new Shape(sizes.subList(0, joined)).elements()));
        flat.addAll(sizes.subList(joined, sizes.size()));
        var at = number(shared, List.copyOf(deciding));
        var taken = Formulas.take(Formulas.reshape(rows, new Shape(flat)), at, 0);
        var places = new ArrayList<>(deciding);
        places.addAll(kept);
        return element.layOut(evaluator.session().tensor(taken.value()), places);
    }

    /// The number of the row for each combination of the indices that decide.
    private Expr number(List<Integer> shared, List<Integer> deciding) {
        var shape = new Shape(deciding.stream().map(a -> element.axes().get(a).extent()).toList());
        var graph = evaluator.session().graph();
        var number = Formulas.fill(Formulas.constant(graph, ElementType.I64, 0), shape);
        for (int a : shared) {
            var own = Formulas.iota(graph, shape, deciding.indexOf(a), ElementType.I64);
            number = next(number, element.axes().get(a).extent(), own);
        }
        for (int k = 0; k < pairs.size(); k++) {
            if (data.get(k).isPresent()) {
                var extent = pairs.get(k).sizes().getFirst();
                var before = graph.at(pairs.get(k).entry().span());
                var own = positions(data.get(k).get(), extent, deciding);
                graph.at(before);
                number = next(number, extent, own);
            }
        }
        return number;
    }

    private static Expr next(Expr number, Size extent, Expr own) {
        var size = Formulas.size(number.graph(), ElementType.I64, extent);
        return Formulas.add(Formulas.mul(number, Formulas.fill(size, number.shape())), own);
    }

    /// Positions, checked, for each combination of the indices that decide.
    private Expr positions(Value.Tensor positions, Size extent, List<Integer> deciding) {
        var own = axes(positions);
        var all = positions.type().shape();
        var dense = layout.reshape(positions, new Shape(own.stream().map(all::size).toList()));
        var checked = CheckIndices.of(expr(dense), extent, element.index().span().text());
        var shape = new Shape(deciding.stream().map(a -> element.axes().get(a).extent()).toList());
        var missing =
                IntStream.range(0, deciding.size())
                        .filter(k -> !own.contains(deciding.get(k)))
                        .boxed()
                        .toList();
        return Formulas.broadcastOver(Formulas.cast(checked, ElementType.I64), shape, missing);
    }

    private Expr expr(Value.Tensor tensor) {
        return new Expr(evaluator.session().graph(), tensor.position());
    }
}
