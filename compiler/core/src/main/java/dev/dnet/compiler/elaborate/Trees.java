package dev.dnet.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Tensors in tuples and lists.
final class Trees {
    private Trees() {}

    static List<Value.Tensor> leaves(Value tree) {
        var found = new ArrayList<Value.Tensor>();
        map(
                tree,
                t -> {
                    found.add(t);
                    return t;
                });
        return found;
    }

    /// The same tuples and lists with other values in the places of tensors.
    static Value map(Value tree, Function<Value.Tensor, ? extends Value> leaf) {
        return switch (tree) {
            case Value.Tensor t -> leaf.apply(t);
            case Value.Tuple t -> new Value.Tuple(t.names(), map(t.values(), leaf));
            case Value.Items i -> new Value.Items(map(i.values(), leaf));
            case Value other -> other;
        };
    }

    private static List<Value> map(
            List<Value> values, Function<Value.Tensor, ? extends Value> leaf) {
        return values.stream().map(v -> map(v, leaf)).toList();
    }
}
