package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Pattern;

import java.util.List;
import java.util.Optional;

/// Binding of `a`, `_` and `(a, b)` to values.
final class Patterns {
    private Patterns() {}

    static List<Ident> names(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Bind b -> List.of(b.name());
            case Pattern.Ignore i -> List.of();
            case Pattern.Tuple t -> t.parts().stream().flatMap(p -> names(p).stream()).toList();
        };
    }

    static void bind(Pattern pattern, Value value, Scope scope) {
        switch (pattern) {
            case Pattern.Bind b -> scope.define(b.name().text(), value);
            case Pattern.Ignore i -> {}
            case Pattern.Tuple t when value instanceof Value.Poison -> poison(t, scope);
            case Pattern.Tuple t -> {
                var parts = parts(t, value, scope);
                for (int k = 0; k < parts.size(); k++) {
                    bind(t.parts().get(k), parts.get(k), scope);
                }
            }
        }
    }

    static void poison(Pattern pattern, Scope scope) {
        names(pattern).forEach(n -> scope.define(n.text(), new Value.Poison()));
    }

    private static List<Value> parts(Pattern.Tuple pattern, Value value, Scope scope) {
        var parts = listed(value).filter(p -> p.size() == pattern.parts().size());
        if (parts.isPresent()) {
            return parts.get();
        }
        poison(pattern, scope);
        throw Refusal.of(
                "type/tuple",
                pattern.span(),
                Wording.times(pattern.parts().size(), "name") + " for " + Describe.of(value),
                "give as many names as there are values; `_` for one that is not needed");
    }

    private static Optional<List<Value>> listed(Value value) {
        return switch (value) {
            case Value.Tuple t -> Optional.of(t.values());
            case Value.Items i -> Optional.of(i.values());
            default -> Optional.empty();
        };
    }
}
