package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The tensors in a value: itself, or those of a tuple or a list, in order.
record Leaves(Value form, List<Value.Tensor> tensors) {
    Leaves {
        tensors = List.copyOf(tensors);
    }

    /// Numbers become tensors, whole ones i32 and others f32.
    static Leaves of(Value value, Span at, Evaluator evaluator) {
        return of(value, at, evaluator, "a `scan`");
    }

    /// @param what who takes the tensors, for messages
    static Leaves of(Value value, Span at, Evaluator evaluator, String what) {
        var tensors = new ArrayList<Value.Tensor>();
        collect(value, v -> tensors.add(evaluator.tensors().tensor(v, met(v), at, what)));
        return new Leaves(value, tensors);
    }

    private static void collect(Value value, Consumer<Value> leaf) {
        switch (value) {
            case Value.Tuple t -> t.values().forEach(v -> collect(v, leaf));
            case Value.Items i -> i.values().forEach(v -> collect(v, leaf));
            default -> leaf.accept(value);
        }
    }

    private static ElementType met(Value value) {
        return switch (value) {
            case Value.Int i -> ElementType.I32;
            case Value.Bool b -> ElementType.BOOL;
            default -> ElementType.F32;
        };
    }

    /// The same value with other tensors.
    Value map(UnaryOperator<Value.Tensor> change) {
        return take(new ArrayList<>(tensors.stream().map(change).toList()));
    }

    /// The same value with the first of these tensors, which are taken off the list.
    Value take(List<Value.Tensor> from) {
        return take(form, from);
    }

    private static Value take(Value form, List<Value.Tensor> from) {
        return switch (form) {
            case Value.Tuple t ->
                    new Value.Tuple(
                            t.names(), t.values().stream().map(v -> take(v, from)).toList());
            case Value.Items i ->
                    new Value.Items(i.values().stream().map(v -> take(v, from)).toList());
            default -> from.removeFirst();
        };
    }

    /// The tensors of a value that is to have the form of this one. Numbers take the types and
    /// shapes that they meet.
    List<Value.Tensor> like(Value value, Span at, Evaluator evaluator) {
        var rest = new ArrayList<>(tensors);
        var found = new ArrayList<Value.Tensor>();
        like(form, value, at, evaluator, rest, found);
        return found;
    }

    private static void like(
            Value form,
            Value value,
            Span at,
            Evaluator evaluator,
            List<Value.Tensor> wanted,
            List<Value.Tensor> found) {
        var parts = parts(form);
        if (parts.isEmpty()) {
            var type = wanted.removeFirst().type();
            var tensor = evaluator.tensors().tensor(value, type.element(), at, "a `scan`");
            boolean fill = Tensors.isLiteral(value);
            found.add(fill ? evaluator.tensors().fill(tensor, type.shape()) : tensor);
            return;
        }
        var given = parts(value);
        if (given.size() != parts.size()) {
            throw Refusal.of(
                    "scan/next",
                    at,
                    "what is carried is "
                            + Describe.of(form)
                            + " at first, and "
                            + Describe.of(value)
                            + " after a turn");
        }
        for (int k = 0; k < parts.size(); k++) {
            like(parts.get(k), given.get(k), at, evaluator, wanted, found);
        }
    }

    private static List<Value> parts(Value value) {
        return switch (value) {
            case Value.Tuple t -> t.values();
            case Value.Items i -> i.values();
            default -> List.of();
        };
    }
}
