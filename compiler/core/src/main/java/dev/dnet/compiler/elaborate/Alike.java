package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Span;

import java.util.ArrayList;
import java.util.List;

/// Cotangents and tangents against what they belong to: the same tuples and lists of tensors of the
/// same types. A number fills the shape.
final class Alike {
    private final Evaluator evaluator;
    private final String what;

    Alike(Evaluator evaluator, String what) {
        this.evaluator = evaluator;
        this.what = what;
    }

    /// The tensors of `given`, one for each of the tree.
    List<Value.Tensor> of(Value tree, Value given, Span at) {
        var found = new ArrayList<Value.Tensor>();
        collect(tree, evaluator.now(given), at, found);
        return found;
    }

    private void collect(Value tree, Value given, Span at, List<Value.Tensor> found) {
        switch (tree) {
            case Value.Tensor t -> found.add(tensor(t, given, at));
            case Value.Tuple t -> all(t.values(), tree, given, at, found);
            case Value.Items i -> all(i.values(), tree, given, at, found);
            case Value other -> throw new IllegalStateException("no tensors: " + other);
        }
    }

    private void all(
            List<Value> trees, Value tree, Value given, Span at, List<Value.Tensor> found) {
        var values =
                switch (given) {
                    case Value.Tuple t -> t.values();
                    case Value.Items i -> i.values();
                    case Value other -> throw refusal(tree, given, at);
                };
        if (values.size() != trees.size()) {
            throw refusal(tree, given, at);
        }
        for (int k = 0; k < trees.size(); k++) {
            collect(trees.get(k), values.get(k), at, found);
        }
    }

    private Value.Tensor tensor(Value.Tensor like, Value given, Span at) {
        if (given instanceof Value.Num || given instanceof Value.Int) {
            var scalar = evaluator.tensors().tensor(given, like.type().element(), at, what);
            return evaluator.tensors().fill(scalar, like.type().shape());
        }
        if (given instanceof Value.Tensor t && t.type().equals(like.type())) {
            return t;
        }
        throw refusal(like, given, at);
    }

    private Refusal refusal(Value wanted, Value given, Span at) {
        return Refusal.of(
                Diagnostic.error(
                                "grad/" + what,
                                at,
                                "the "
                                        + what
                                        + " of "
                                        + Describe.of(wanted)
                                        + " is like it, but this is "
                                        + Describe.of(given))
                        .help(
                                "give it the shape and the element type of what it belongs to; a"
                                        + " number fills the shape"));
    }
}
