package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists and tuples, which are known when compiling, and what runs over them. A model that is made
/// in a list is named after its place: `blocks.0`.
final class Lists {
    private final Evaluator evaluator;

    Lists(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value list(Expr.ListLit list, Env env) {
        var values = new ArrayList<Value>();
        for (var element : list.elements()) {
            values.add(checked(evaluator.eval(element, env.part(String.valueOf(values.size())))));
        }
        return new Value.Items(values);
    }

    private static Value checked(Value value) {
        if (value instanceof Value.Poison) {
            throw Refusal.silent();
        }
        return value;
    }

    Value tuple(Expr.Tuple tuple, Env env) {
        var names = new ArrayList<Optional<String>>();
        var values = new ArrayList<Value>();
        for (var field : tuple.fields()) {
            var name = field.name().map(Ident::text);
            var value =
                    checked(
                            evaluator.eval(
                                    field.value(),
                                    env.part(name.orElse(String.valueOf(values.size())))));
            if (field.value() instanceof Expr.Axes && value instanceof Value.Dims d) {
                d.sizes().forEach(s -> values.add(new Value.Int(s)));
                d.sizes().forEach(s -> names.add(Optional.empty()));
            } else {
                names.add(name);
                values.add(value);
            }
        }
        return new Value.Tuple(names, values);
    }

    Value comprehension(Expr.Comprehension comprehension, Env env) {
        var values = new ArrayList<Value>();
        generate(comprehension, 0, env.inner(), values);
        return new Value.Items(values);
    }

    private void generate(Expr.Comprehension c, int depth, Env env, List<Value> values) {
        if (depth == c.generators().size()) {
            if (c.condition().isEmpty() || evaluator.blocks().holds(c.condition().get(), env)) {
                values.add(
                        checked(
                                evaluator.eval(
                                        c.element(), env.part(String.valueOf(values.size())))));
            }
            return;
        }
        var generator = c.generators().get(depth);
        for (var item : items(evaluator.need(generator.list(), env), generator.list().span())) {
            var inner = env.inner();
            Patterns.bind(generator.pattern(), item, inner.scope());
            generate(c, depth + 1, inner, values);
        }
    }

    /// The elements of what can be run over when compiling.
    List<Value> items(Value value, Span at) {
        return switch (value) {
            case Value.Items i -> i.values();
            case Value.Tuple t -> t.values();
            case Value.Dims d -> d.sizes().stream().<Value>map(Value.Int::new).toList();
            case Value.Tensor t ->
                    throw Evaluator.later(
                            "scan", at, "a tensor is run over by `scan`; a list by `fold`");
            case Value other ->
                    throw Refusal.of("type/not-a-list", at, Describe.of(other) + " is not a list");
        };
    }

    Value fold(Expr.Fold fold, Env env) {
        var lists =
                fold.over().stream()
                        .map(b -> items(evaluator.need(b.list(), env), b.list().span()))
                        .toList();
        int turns = lists.getFirst().size();
        for (int k = 1; k < lists.size(); k++) {
            if (lists.get(k).size() != turns) {
                throw Refusal.of(
                        "list/length",
                        fold.over().get(k).span(),
                        "`fold` over lists of " + turns + " and " + lists.get(k).size());
            }
        }
        var carried = fold.carried().stream().map(c -> evaluator.need(c.start(), env)).toList();
        for (int turn = 0; turn < turns; turn++) {
            carried = turn(fold, lists, turn, carried, env);
        }
        return carried.size() == 1 ? carried.getFirst() : tuple(carried);
    }

    private static Value tuple(List<Value> values) {
        return new Value.Tuple(values.stream().map(v -> Optional.<String>empty()).toList(), values);
    }

    private List<Value> turn(
            Expr.Fold fold, List<List<Value>> lists, int turn, List<Value> carried, Env env) {
        var inner = env.inner();
        for (int k = 0; k < lists.size(); k++) {
            Patterns.bind(fold.over().get(k).pattern(), lists.get(k).get(turn), inner.scope());
        }
        for (int k = 0; k < carried.size(); k++) {
            Patterns.bind(fold.carried().get(k).pattern(), carried.get(k), inner.scope());
        }
        var next = evaluator.need(fold.body(), inner);
        if (carried.size() == 1) {
            return List.of(next);
        }
        if (next instanceof Value.Tuple t && t.values().size() == carried.size()) {
            return t.values();
        }
        throw Refusal.of(
                "fold/carried",
                fold.body().span(),
                Wording.times(carried.size(), "value")
                        + " are carried, but each turn gives "
                        + Describe.of(next),
                "give a tuple with the next value of each");
    }

    /// The value of a `let`. A model that it makes is named after the name at its left.
    Value letValue(Pattern pattern, Expr value, Env env) {
        return switch (pattern) {
            case Pattern.Bind b -> evaluator.eval(value, env.part(b.name().text()));
            case Pattern.Ignore i -> evaluator.eval(value, env.building(Optional.empty()));
            case Pattern.Tuple t
                    when value instanceof Expr.Tuple e && e.fields().size() == t.parts().size() -> {
                var values = new ArrayList<Value>();
                for (int k = 0; k < t.parts().size(); k++) {
                    values.add(letValue(t.parts().get(k), e.fields().get(k).value(), env));
                }
                yield tuple(values);
            }
            case Pattern.Tuple t -> evaluator.eval(value, env);
        };
    }
}
