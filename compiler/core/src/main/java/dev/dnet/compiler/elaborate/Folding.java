package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.compiler.ops.Reduction;
import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Calls of primitives on numbers that are known when compiling: `sqrt(2 / fan)`, `max(a, b)`,
/// `prod(..S)`.
final class Folding {
    private Folding() {}

    static Optional<Value> of(Primitive primitive, Map<String, List<Value>> values) {
        return switch (primitive) {
            case Elementwise e ->
                    elementwise(e.fn(), values.values().stream().flatMap(List::stream).toList());
            case Reduction r ->
                    reduction(r.reducer(), values.values().stream().flatMap(List::stream).toList());
            default -> Optional.empty();
        };
    }

    private static Optional<Value> elementwise(Fn fn, List<Value> values) {
        if (values.stream().allMatch(Value.Int.class::isInstance)) {
            var sizes = values.stream().map(v -> ((Value.Int) v).size()).toList();
            if (fn == Fn.MIN) {
                return Optional.of(new Value.Int(sizes.get(0).min(sizes.get(1))));
            }
            if (fn == Fn.MAX) {
                return Optional.of(new Value.Int(sizes.get(0).max(sizes.get(1))));
            }
        }
        var numbers =
                values.stream().flatMap(v -> number(v).stream()).mapToDouble(d -> d).toArray();
        if (fn == Fn.CAST
                || fn == Fn.SELECT
                || fn.isPredicate()
                || numbers.length < values.size()) {
            return Optional.empty();
        }
        double result = fn.reference(numbers);
        boolean whole = values.stream().allMatch(Value.Int.class::isInstance) && staysWhole(fn);
        return Optional.of(whole ? new Value.Int(Size.of((long) result)) : new Value.Num(result));
    }

    private static boolean staysWhole(Fn fn) {
        return switch (fn) {
            case ADD, SUB, MUL, FLOOR_DIV, MOD, NEG, ABS, SIGN, FLOOR, ROUND -> true;
            default -> false;
        };
    }

    private static Optional<Double> number(Value value) {
        return switch (value) {
            case Value.Num n -> Optional.of(n.number());
            case Value.Int(Size size) when size.isConstant() -> Optional.of((double) size.value());
            default -> Optional.empty();
        };
    }

    private static Optional<Value> reduction(Reducer reducer, List<Value> given) {
        var sizes = given.size() == 1 ? sizes(given.getFirst()) : Optional.<List<Size>>empty();
        return sizes.flatMap(s ->
                switch (reducer) {
                    case SUM -> fold(s, Size::plus, Size.ZERO);
                    case PRODUCT -> fold(s, Size::times, Size.ONE);
                    case MAX -> s.stream().reduce(Size::max).map(Value.Int::new);
                    case MIN -> s.stream().reduce(Size::min).map(Value.Int::new);
                    case NONE, ARG_MAX, ARG_MIN -> Optional.empty();
                });
    }

    private static Optional<Value> fold(List<Size> sizes, BinaryOperator<Size> f, Size start) {
        return Optional.of(new Value.Int(sizes.stream().reduce(start, f)));
    }

    private static Optional<List<Size>> sizes(Value value) {
        return switch (value) {
            case Value.Dims d -> Optional.of(d.sizes());
            case Value.Items i when i.values().stream().allMatch(Value.Int.class::isInstance) ->
                    Optional.of(i.values().stream().map(v -> ((Value.Int) v).size()).toList());
            default -> Optional.empty();
        };
    }
}
