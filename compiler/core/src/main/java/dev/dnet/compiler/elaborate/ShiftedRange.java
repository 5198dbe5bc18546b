package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.IndexVar;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How far an index runs that stands only in formulas: in `x[n, t + k]` with `x: f32[N, L]` and `k
/// < K`, `t` runs to `L - K + 1`.
final class ShiftedRange {
    private static final String SELF = "?";

    private final IndexVar index;
    private final Expr body;
    private final Function<Expr.Name, Optional<Size>> bound;
    private final Function<Expr, Optional<Size>> known;
    private final Function<Expr, Optional<Shape>> shape;
    private final Map<String, Size> others = new HashMap<>();

    ShiftedRange(
            IndexVar index,
            Expr body,
            Function<Expr.Name, Optional<Size>> bound,
            Function<Expr, Optional<Size>> known,
            Function<Expr, Optional<Shape>> shape) {
        this.index = index;
        this.body = body;
        this.bound = bound;
        this.known = known;
        this.shape = shape;
    }

    Optional<Size> find() {
        return IndexRanges.accesses(body).flatMap(a -> of(a).stream()).findFirst();
    }

    private Optional<Size> of(Expr.Index access) {
        if (access.subscripts().stream().anyMatch(s -> !(s instanceof Subscript.At))) {
            return Optional.empty();
        }
        var entries = access.subscripts().stream().map(s -> ((Subscript.At) s).index()).toList();
        return shape.apply(access.target())
                .flatMap(s -> ShapeMatch.align(entries, s))
                .flatMap(pairs -> pairs.stream().flatMap(p -> range(p).stream()).findFirst());
    }

    private Optional<Size> range(ShapeMatch.Pair pair) {
        if (pair.entry() instanceof Expr.Axes) {
            return Optional.empty();
        }
        var formula = new IndexArithmetic(this::symbol, this::size).formula(pair.entry());
        if (formula.isEmpty() || !formula.get().symbols().contains(SELF)) {
            return Optional.empty();
        }
        var rest = formula.get().substitute(Map.of(SELF, Size.ZERO));
        var step = formula.get().substitute(Map.of(SELF, Size.ONE)).minus(rest);
        if (!step.isConstant() || step.value() < 1) {
            return Optional.empty();
        }
        var room = pair.sizes().getFirst().minus(1).minus(largest(rest));
        return Optional.of(room.floorDiv(step.value()).plus(1));
    }

    private Optional<Size> symbol(Expr.Name name) {
        if (name.text().equals(index.name().text())) {
            return Optional.of(Size.symbol(SELF));
        }
        var extent = bound.apply(name).or(() -> inside(name));
        extent.ifPresent(e -> others.put("?" + name.text(), e));
        return extent.map(e -> Size.symbol("?" + name.text()));
    }

    /// The range of an index that is bound further inside, if it is given there or the index stands
    /// bare somewhere.
    private Optional<Size> inside(Expr.Name name) {
        var given = IndexRanges.given(body, name.text());
        if (given.isPresent()) {
            return given.flatMap(end -> known.apply(end));
        }
        for (var access : IndexRanges.accesses(body).toList()) {
            if (access.subscripts().stream().anyMatch(s -> !(s instanceof Subscript.At))) {
                continue;
            }
            var entries =
                    access.subscripts().stream().map(s -> ((Subscript.At) s).index()).toList();
            var pairs = shape.apply(access.target()).flatMap(s -> ShapeMatch.align(entries, s));
            for (var pair : pairs.orElse(List.of())) {
                if (pair.entry() instanceof Expr.Name n && n.text().equals(name.text())) {
                    return Optional.of(pair.sizes().getFirst());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Size> size(Expr expr) {
        return known.apply(expr);
    }

    /// The largest value for all other indices; one with a factor that may be negative is at 0.
    private Size largest(Size rest) {
        var most = new HashMap<String, Size>();
        others.forEach((name, extent) -> {
            var slope =
                    rest.substitute(Map.of(name, Size.ONE))
                            .minus(rest.substitute(Map.of(name, Size.ZERO)));
            boolean rises = Bounds.nonNegative(slope);
            most.put(name, rises ? extent.minus(1) : Size.ZERO);
        });
        return rest.substitute(most);
    }
}
