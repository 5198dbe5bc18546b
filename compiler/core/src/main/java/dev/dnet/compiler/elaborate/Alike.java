package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cotangents and tangents against what they belong to: the same tuples and lists of tensors of the
/// same types. A number fills the shape.
final class Alike {
    private final Evaluator evaluator;
    private final Span at;
    private final List<Value.Tensor> found = new ArrayList<>();

    private Alike(Evaluator evaluator, Span at) {
        this.evaluator = evaluator;
        this.at = at;
    }

    /// The tensors of `given`, one for each of the tree; empty where it is not like the tree.
    static Optional<List<Value.Tensor>> of(Evaluator evaluator, Value tree, Value given, Span at) {
        var alike = new Alike(evaluator, at);
        return alike.isLike(tree, evaluator.now(given))
                ? Optional.of(alike.found)
                : Optional.empty();
    }

    private boolean isLike(Value tree, Value given) {
        return switch (tree) {
            case Value.Tensor t -> isTensor(t, given);
            case Value.Tuple t -> areLike(t.values(), given);
            case Value.Items i -> areLike(i.values(), given);
            case Value other -> throw new IllegalStateException("no tensors: " + other);
        };
    }

    private boolean areLike(List<Value> trees, Value given) {
        var values =
                switch (given) {
                    case Value.Tuple t -> t.values();
                    case Value.Items i -> i.values();
                    default -> List.<Value>of();
                };
        if (values.size() != trees.size()) {
            return false;
        }
        for (int k = 0; k < trees.size(); k++) {
            if (!isLike(trees.get(k), values.get(k))) {
                return false;
            }
        }
        return true;
    }

    private boolean isTensor(Value.Tensor like, Value given) {
        if (given instanceof Value.Num || given instanceof Value.Int) {
            var tensors = evaluator.tensors();
            var number = tensors.tensor(given, like.type().element(), at, "a number");
            found.add(tensors.fill(number, like.type().shape()));
            return true;
        }
        if (given instanceof Value.Tensor t && t.type().equals(like.type())) {
            found.add(t);
            return true;
        }
        return false;
    }
}
