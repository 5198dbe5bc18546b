package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.ops.IndexedSum;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// `x[n, t + k, ids[n]]` under indices: the elements of a tensor for each combination of them.
final class IndexedElement {
    private final Evaluator evaluator;
    private final IndexLayout layout;
    private final Value.Tensor x;
    private final Expr.Index index;
    private final Env env;
    private final List<Size> frame;
    private final List<Axis> axes = new ArrayList<>();

    IndexedElement(Evaluator evaluator, Value.Tensor x, Expr.Index index, Env env) {
        this.evaluator = evaluator;
        this.layout = new IndexLayout(evaluator);
        this.x = x;
        this.index = index;
        this.env = env;
        this.frame = IndexLayout.frame(env);
        for (int a = 0; a < frame.size(); a++) {
            axes.add(new Axis("i" + a, frame.get(a)));
        }
    }

    /// Laid out along the axes of the indices.
    Value.Indexed of() {
        var pairs =
                ShapeMatch.align(
                                index.subscripts().stream().map(IndexedElement::bare).toList(),
                                x.type().shape())
                        .orElseThrow(() ->
                                Refusal.of(
                                        "index/rank",
                                        index.span(),
                                        index.subscripts().size() + " indices for " + x.type()));
        var data = pairs.stream().map(p -> positions(p.entry())).toList();
        if (data.stream().anyMatch(Optional::isPresent)) {
            return new Value.Indexed(new IndexedRows(evaluator, this, x, pairs, data).of());
        }
        var places = new ArrayList<Integer>();
        boolean whole = true;
        for (var pair : pairs) {
            whole &= isWhole(pair);
            places.addAll(isWhole(pair) ? own(pair) : List.of());
        }
        return new Value.Indexed(
                whole && places.stream().distinct().count() == places.size()
                        ? layOut(x, places)
                        : formulas(pairs));
    }

    Value.Tensor layOut(Value.Tensor tensor, List<Integer> places) {
        return layout.layOut(tensor, places, frame.size(), index.span());
    }

    Expr.Index index() {
        return index;
    }

    /// An axis for each of the indices.
    List<Axis> axes() {
        return axes;
    }

    private static Expr bare(Subscript subscript) {
        return switch (subscript) {
            case Subscript.At at -> at.index();
            case Subscript.Slice s -> throw IndexNotation.onlyElementwise(s.span());
        };
    }

    /// Whether an entry is an index alone, which runs over the whole axis.
    boolean isWhole(ShapeMatch.Pair pair) {
        return isBare(pair.entry()) && !isPart(pair);
    }

    private boolean isBare(Expr entry) {
        return entry instanceof Expr.Axes
                || entry instanceof Expr.Name n
                        && env.scope().lookup(n.text()).orElse(new Value.Nothing())
                                instanceof Value.Index;
    }

    /// Whether an index was told to run over a part of the axis.
    private boolean isPart(ShapeMatch.Pair pair) {
        return pair.entry() instanceof Expr.Name n
                && env.scope().lookup(n.text()).orElse(new Value.Nothing()) instanceof Value.Index i
                && i.ranged()
                && i.axes().size() == 1
                && !frame.get(i.axes().getFirst()).equals(pair.sizes().getFirst());
    }

    /// What an entry is if data decide: whole numbers for some of the indices.
    private Optional<Value.Tensor> positions(Expr entry) {
        if (IndexRanges.accesses(entry).findAny().isEmpty()) {
            return Optional.empty();
        }
        return evaluator.need(entry, env) instanceof Value.Indexed(Value.Tensor t)
                        && !t.type().isFloat()
                ? Optional.of(layout.padded(t, frame.size()))
                : Optional.empty();
    }

    private Value.Tensor formulas(List<ShapeMatch.Pair> pairs) {
        var access = new ArrayList<Access>();
        pairs.forEach(p -> access.addAll(access(p)));
        var used = used(access);
        var out = used.stream().map(axes::get).toList();
        var elements = evaluator.tensors().add(new IndexedSum(out, List.of(), access), x);
        return layOut(elements, used);
    }

    /// The indices that are mentioned.
    List<Integer> used(List<Access> access) {
        return IntStream.range(0, axes.size())
                .filter(a -> access.stream().anyMatch(s -> s.mentions(axes.get(a))))
                .boxed()
                .toList();
    }

    /// Where an entry points to that is no data.
    List<Access> access(ShapeMatch.Pair pair) {
        return isWhole(pair)
                ? own(pair).stream().map(a -> Access.of(axes.get(a))).toList()
                : List.of(Access.of(formula(pair)));
    }

    private Size formula(ShapeMatch.Pair pair) {
        var entry = pair.entry();
        var formula =
                new IndexArithmetic(this::symbol, e -> IndexNotation.known(evaluator, e, env))
                        .formula(entry)
                        .orElseThrow(() ->
                                Evaluator.later(
                                        "index-data",
                                        entry.span(),
                                        "indices are formulas of indices and sizes with + - *, or"
                                                + " whole numbers under indices"));
        var extent = pair.sizes().getFirst();
        if (!Bounds.inRange(formula, extent, axes)) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "index/unproved",
                                    entry.span(),
                                    "that `"
                                            + entry.span().text()
                                            + "` stays inside axis "
                                            + pair.first()
                                            + " of "
                                            + x.type()
                                            + " does not follow from how far its indices run")
                            .help("give ranges: for t in 0..n => …, or pad the tensor"));
        }
        return formula;
    }

    private Optional<Size> symbol(Expr.Name name) {
        return env.scope()
                .lookup(name.text())
                .filter(v -> v instanceof Value.Index i && i.axes().size() == 1)
                .map(v -> axes.get(((Value.Index) v).axes().getFirst()).index());
    }

    /// The indices that an entry is alone.
    List<Integer> own(ShapeMatch.Pair pair) {
        var entry = pair.entry();
        var value =
                switch (entry) {
                    case Expr.Name n -> env.scope().lookup(n.text());
                    case Expr.Axes a -> a.name().flatMap(n -> env.scope().lookup(Types.key(n)));
                    default -> Optional.<Value>empty();
                };
        if (value.isEmpty() || !(value.get() instanceof Value.Index i)) {
            throw IndexNotation.onlyElementwise(entry.span());
        }
        check(pair, i.axes().stream().map(frame::get).toList());
        return i.axes();
    }

    private void check(ShapeMatch.Pair pair, List<Size> wanted) {
        if (!wanted.equals(pair.sizes())) {
            throw Refusal.of(
                    Diagnostic.error(
                                    "type/shape-mismatch",
                                    pair.entry().span(),
                                    "`"
                                            + pair.entry().span().text()
                                            + "` runs over "
                                            + wanted
                                            + ", but axis "
                                            + pair.first()
                                            + " of "
                                            + x.type()
                                            + " is "
                                            + pair.sizes())
                            .label(index.target().span(), "this is " + x.type()));
        }
    }
}
