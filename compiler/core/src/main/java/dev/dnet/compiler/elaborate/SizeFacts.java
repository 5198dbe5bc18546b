package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ops.RequireSizes;
import dev.dnet.compiler.ops.Stated;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Atom;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What is known of the free sizes of one entry: an `assert` that two sizes are equal gives one of
/// their names a value, as `D` is `2 * (D div 2)` by `D % 2 == 0`. The entry is then elaborated
/// again from the start with that value in the types of its arguments, after a check of every call.
final class SizeFacts {
    private final Set<String> free = new LinkedHashSet<>();
    private final Map<String, Size> known = new LinkedHashMap<>();
    private final List<Fact> facts = new ArrayList<>();

    private record Fact(RequireSizes check, Span at) {}

    /// Ends an elaboration that did not know a fact. It never leaves this class.
    private static final class Again extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Again() {
            super("elaborated again with what an assert states", null, false, false);
        }
    }

    /// Elaborates an entry until nothing new is stated. Each time a name is settled, so it ends.
    static <T> T elaborate(Function<SizeFacts, T> entry) {
        var facts = new SizeFacts();
        while (true) {
            try {
                return entry.apply(facts);
            } catch (Again again) {
                facts.free.clear();
            }
        }
    }

    /// A size that an argument gives.
    Size free(String name) {
        free.add(name);
        return Size.symbol(name);
    }

    Size now(Size size) {
        return size.substitute(known);
    }

    /// States that two sizes are equal; what no name can be settled by is only checked.
    void state(RequireSizes check, Span at) {
        var difference = check.left().minus(check.right());
        for (var name : candidates(check)) {
            var value = solve(difference, name).or(() -> multiple(check, name));
            if (value.isPresent()) {
                var settled = Map.of(name, value.get());
                known.replaceAll((n, size) -> size.substitute(settled));
                known.put(name, value.get());
                facts.add(new Fact(check, at));
                throw new Again();
            }
        }
    }

    /// The names that may get a value, those that stand alone on one side first.
    private List<String> candidates(RequireSizes check) {
        var names = new LinkedHashSet<String>();
        for (var side : List.of(check.left(), check.right())) {
            side.symbols().stream().filter(s -> side.equals(Size.symbol(s))).forEach(names::add);
        }
        names.addAll(check.left().symbols());
        names.addAll(check.right().symbols());
        return names.stream().filter(n -> free.contains(n) && !known.containsKey(n)).toList();
    }

    /// The value of a name where `zero` is 0, if it stands in one term, alone and once.
    private static Optional<Size> solve(Size zero, String name) {
        var symbol = Size.symbol(name);
        for (long sign : new long[] {1, -1}) {
            var rest = zero.minus(symbol.times(sign));
            if (!rest.symbols().contains(name)) {
                return Optional.of(rest.times(-sign));
            }
        }
        return Optional.empty();
    }

    /// `x % k == 0`: x is `k * (x div k)`.
    private static Optional<Size> multiple(RequireSizes check, String name) {
        var remainder = check.right().is(0) ? check.left() : check.right();
        if (!(check.left().is(0) || check.right().is(0))
                || remainder.terms().size() != 1
                || remainder.terms().getFirst().factors().size() != 1
                || !(remainder.terms().getFirst().factors().getFirst()
                        instanceof Atom.Mod(Size x, Size k))
                || k.symbols().contains(name)) {
            return Optional.empty();
        }
        var whole = Size.of(new Atom.FloorDiv(x, k)).times(k);
        var rest = x.minus(Size.symbol(name));
        return rest.symbols().contains(name) ? Optional.empty() : Optional.of(whole.minus(rest));
    }

    /// Puts the checks of all facts into the graph, before whatever relies on them.
    void check(Session session) {
        for (var fact : facts) {
            var before = session.graph().at(fact.at());
            session.check(session.graph().add(fact.check(), List.of()));
            session.graph().at(before);
        }
    }

    /// An argument with its sizes as they are known.
    Value.Tensor now(Value.Tensor argument, Session session) {
        var shape = argument.type().shape().substitute(known);
        return shape.equals(argument.type().shape())
                ? argument
                : session.tensor(
                        session.graph().add(new Stated(shape), List.of(argument.position())));
    }

    /// The value of a name that stands in the type of an argument.
    Value now(Value value) {
        return switch (value) {
            case Value.Int(Size size) -> new Value.Int(now(size));
            case Value.Dims(List<Size> sizes) ->
                    new Value.Dims(sizes.stream().map(this::now).toList());
            case Value other -> other;
        };
    }
}
