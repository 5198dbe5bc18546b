package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The one entry between brackets that data decide: `ids[n]` in `table[ids[n], d]`.
///
/// @param entry which one it is
/// @param rows the positions, laid out along the axes of all indices
/// @param axes those of them that it has
record IndexedRows(int entry, Value.Tensor rows, List<Integer> axes) {

    /// Nothing where no entry is data, or more than one.
    static Optional<IndexedRows> of(List<ShapeMatch.Pair> pairs, IndexNotation notation, Env env) {
        var found = new ArrayList<IndexedRows>();
        for (int k = 0; k < pairs.size(); k++) {
            int entry = k;
            notation.positions(pairs.get(k).entry(), env)
                    .ifPresent(t -> found.add(new IndexedRows(entry, t, axes(t.type().shape()))));
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static List<Integer> axes(Shape shape) {
        return IntStream.range(0, shape.rank()).filter(a -> !shape.size(a).is(1)).boxed().toList();
    }

    /// Positions for each line of a tensor along an axis: its other axes are those of these
    /// indices.
    static Value.Tensor along(
            Value.Tensor rows, List<Integer> others, int axis, Shape line, IndexNotation notation) {
        var all = rows.type().shape();
        var rest = IntStream.range(0, all.rank()).filter(a -> !others.contains(a)).boxed().toList();
        var order = new ArrayList<>(others);
        order.addAll(rest);
        var sizes = new ArrayList<Size>();
        others.forEach(a -> sizes.add(all.size(a)));
        sizes.add(axis, Size.ONE);
        var turned = notation.transpose(rows, order, Span.none());
        return notation.repeat(notation.reshape(turned, new Shape(sizes)), line);
    }
}
