package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Reshape;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Tensors laid out along the axes of all indices of a `for`: those that are indexed have one axis
/// for each index, of size 1 where it does not matter to them.
final class IndexLayout {
    static final String FRAME = "#axes";
    private final Evaluator evaluator;

    IndexLayout(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// How far each index runs.
    static List<Size> frame(Env env) {
        return env.scope()
                .lookup(FRAME)
                .map(v -> v instanceof Value.Dims d ? d.sizes() : List.<Size>of())
                .orElse(List.of());
    }

    /// The tensor with its axes in another order.
    Value.Tensor transpose(Value.Tensor x, List<Integer> order, Span at) {
        var list = order.stream().<Value>map(k -> new Value.Int(Size.of(k))).toList();
        return evaluator.primitives().call("transpose", at, x, new Value.Items(list));
    }

    /// A tensor each of whose axes belongs to one of the indices.
    Value.Tensor layOut(Value.Tensor x, List<Integer> places, int rank, Span at) {
        var order =
                IntStream.range(0, places.size())
                        .boxed()
                        .sorted(java.util.Comparator.comparing(places::get))
                        .toList();
        var sizes = new ArrayList<>(java.util.Collections.nCopies(rank, Size.ONE));
        for (int k = 0; k < places.size(); k++) {
            sizes.set(places.get(k), x.type().shape().size(k));
        }
        var sorted =
                order.equals(IntStream.range(0, places.size()).boxed().toList())
                        ? x
                        : transpose(x, order, at);
        return reshape(sorted, new Shape(sizes));
    }

    Value.Tensor reshape(Value.Tensor x, Shape shape) {
        return x.type().shape().equals(shape) ? x : evaluator.tensors().add(new Reshape(shape), x);
    }

    /// A value for every combination of the indices.
    Value.Tensor whole(Value value, Shape shape, Span at) {
        if (Tensors.isLiteral(value)) {
            var scalar =
                    evaluator
                            .tensors()
                            .tensor(value, dev.dnet.runtime.ElementType.F32, at, "the body");
            return evaluator.tensors().fill(scalar, shape);
        }
        return switch (value) {
            case Value.Indexed(Value.Tensor t) -> repeat(padded(t, shape.rank()), shape);
            case Value.Tensor t when t.type().rank() == 0 -> evaluator.tensors().fill(t, shape);
            default -> throw IndexNotation.onlyElementwise(at);
        };
    }

    Value.Tensor padded(Value.Tensor x, int rank) {
        var sizes = new ArrayList<>(x.type().shape().sizes());
        while (sizes.size() < rank) {
            sizes.add(Size.ONE);
        }
        return reshape(x, new Shape(sizes));
    }

    Value.Tensor repeat(Value.Tensor x, Shape shape) {
        var kept =
                IntStream.range(0, shape.rank())
                        .filter(a -> x.type().shape().size(a).equals(shape.size(a)))
                        .boxed()
                        .toList();
        var dense = reshape(x, new Shape(kept.stream().map(shape::size).toList()));
        return kept.size() == shape.rank()
                ? x
                : evaluator.tensors().add(new Broadcast(shape, kept), dense);
    }
}
