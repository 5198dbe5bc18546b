package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.op.OpenSizes;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.TypeExpr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a tensor has the type that is written, and the words for it where it has not.
final class ShapeMatch {
    private final Evaluator evaluator;
    private final Env env;

    ShapeMatch(Evaluator evaluator, Env env) {
        this.evaluator = evaluator;
        this.env = env;
    }

    /// An entry of a written shape and the axes that it stands for, from `first` on.
    record Pair(Expr entry, int first, List<Size> sizes) {}

    /// Entries beside axes; nothing where there are too few or too many.
    static Optional<List<Pair>> align(List<Expr> entries, Shape shape) {
        int open = open(entries);
        int free = shape.rank() - (open < 0 ? entries.size() : entries.size() - 1);
        if (open < 0 ? free != 0 : free < 0) {
            return Optional.empty();
        }
        var pairs = new ArrayList<Pair>();
        int axis = 0;
        for (int k = 0; k < entries.size(); k++) {
            int count = k == open ? free : 1;
            pairs.add(new Pair(entries.get(k), axis, shape.sizes().subList(axis, axis + count)));
            axis += count;
        }
        return Optional.of(pairs);
    }

    private static int open(List<Expr> entries) {
        for (int k = 0; k < entries.size(); k++) {
            if (entries.get(k) instanceof Expr.Axes) {
                return k;
            }
        }
        return -1;
    }

    void check(TypeExpr.Tensor type, TensorType actual, Span at, String what) {
        var element = evaluator.types().element(type.element(), env);
        if (element != actual.element()) {
            throw Refusal.of(
                    mismatch(
                                    "type/element-mismatch",
                                    type,
                                    actual,
                                    at,
                                    what,
                                    "",
                                    Set.of(type.element().text()))
                            .help(
                                    "element types never convert by themselves: "
                                            + element.dnetName()
                                            + "(x)"));
        }
        var pairs = align(type.shape(), actual.shape());
        if (pairs.isEmpty()) {
            throw Refusal.of(rank(type, actual, at, what));
        }
        for (var pair : pairs.get()) {
            check(pair, type, actual, at, what);
        }
    }

    private void check(Pair pair, TypeExpr.Tensor type, TensorType actual, Span at, String what) {
        if (pair.entry() instanceof Expr.Axes axes) {
            if (axes.name().isPresent()) {
                var wanted = evaluator.types().dims(axes, env).sizes();
                if (!wanted.equals(pair.sizes())) {
                    var how =
                            ": the axes "
                                    + axes.span().text()
                                    + " are "
                                    + pair.sizes()
                                    + ", not "
                                    + wanted;
                    throw Refusal.of(
                            mismatch(
                                    "type/shape-mismatch",
                                    type,
                                    actual,
                                    at,
                                    what,
                                    how,
                                    names(pair.entry())));
                }
            }
            return;
        }
        var wanted = evaluator.types().size(pair.entry(), env);
        var found = pair.sizes().getFirst();
        if (!wanted.equals(found)) {
            var how = ": axis " + pair.first() + " is " + found + ", not " + wanted;
            var error =
                    mismatch(
                            "type/shape-mismatch",
                            type,
                            actual,
                            at,
                            what,
                            how,
                            names(pair.entry()));
            throw Refusal.of(
                    swapped(type, actual)
                            ? error.help("its last two axes the other way round would fit: `.T`")
                            : OpenSizes.isOpen(found, wanted)
                                    ? error.help(OpenSizes.help(found, wanted, ""))
                                    : error);
        }
    }

    private Diagnostic mismatch(
            String code,
            TypeExpr.Tensor type,
            TensorType actual,
            Span at,
            String what,
            String how,
            Set<String> concerned) {
        var error =
                Diagnostic.error(
                                code,
                                at,
                                what
                                        + " is declared "
                                        + type.span().text()
                                        + ", but "
                                        + actual
                                        + " was given"
                                        + how)
                        .label(at, "this is " + actual)
                        .label(type.span(), "declared here" + where(concerned));
        for (var name : concerned) {
            var origin = env.scope().origin(name).filter(o -> !o.equals(at));
            if (origin.isPresent()) {
                error = error.label(origin.get(), name + " is " + value(name) + " because of this");
            }
        }
        return error;
    }

    /// `, where in is 120`: what the written sizes are.
    private String where(Set<String> concerned) {
        var parts = new ArrayList<String>();
        for (var name : concerned) {
            var value = value(name);
            if (!value.isEmpty() && !value.equals(name)) {
                parts.add(name + " is " + value);
            }
        }
        return parts.isEmpty() ? "" : ", where " + String.join(" and ", parts);
    }

    private String value(String name) {
        return switch (env.scope().lookup(name).orElse(new Value.Nothing())) {
            case Value.Int i -> i.size().toString();
            case Value.Dims d -> d.sizes().toString();
            case Value.Element e -> e.type().dnetName();
            default -> "";
        };
    }

    private static Set<String> names(Expr entry) {
        var names = new LinkedHashSet<String>();
        collect(entry, names);
        return names;
    }

    private static void collect(Expr entry, Set<String> names) {
        switch (entry) {
            case Expr.Name n -> names.add(n.text());
            case Expr.Axes a -> a.name().ifPresent(n -> names.add(Types.key(n)));
            case Expr.Binary b -> {
                collect(b.left(), names);
                collect(b.right(), names);
            }
            default -> {}
        }
    }

    private Diagnostic rank(TypeExpr.Tensor type, TensorType actual, Span at, String what) {
        var open = open(type.shape()) >= 0;
        int least = open ? type.shape().size() - 1 : type.shape().size();
        var how =
                ": it has "
                        + Wording.axes(actual.rank())
                        + " instead of "
                        + (open ? "at least " : "")
                        + least;
        return mismatch("type/rank-mismatch", type, actual, at, what, how, Set.of());
    }

    /// Whether the two last axes only stand the wrong way round.
    private boolean swapped(TypeExpr.Tensor type, TensorType actual) {
        int rank = actual.rank();
        if (rank < 2) {
            return false;
        }
        var swapped =
                actual.shape()
                        .with(rank - 1, actual.shape().size(rank - 2))
                        .with(rank - 2, actual.shape().size(rank - 1));
        var pairs = align(type.shape(), swapped).orElse(List.of());
        return !pairs.isEmpty()
                && pairs.stream()
                        .allMatch(p ->
                                p.entry() instanceof Expr.Axes
                                        || p.sizes()
                                                .getFirst()
                                                .equals(evaluator.types().size(p.entry(), env)));
    }
}
