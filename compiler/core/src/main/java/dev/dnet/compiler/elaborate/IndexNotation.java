package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Bounds;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.ops.Broadcast;
import dev.dnet.compiler.ops.Elementwise;
import dev.dnet.compiler.ops.IndexedSum;
import dev.dnet.compiler.ops.Reduction;
import dev.dnet.compiler.ops.Reshape;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.IndexVar;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// `for n, c, ..s => …` and `sum k => …`: each tensor that is indexed is laid out along the axes of
/// all indices, and the body is calculated element by element. Between the brackets stand indices,
/// or formulas of them ([IndexArithmetic]).
final class IndexNotation {
    private static final String FRAME = "#axes";
    private final Evaluator evaluator;

    IndexNotation(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    boolean isInside(Env env) {
        return env.scope().lookup(FRAME).isPresent();
    }

    private static List<Size> frame(Env env) {
        return env.scope()
                .lookup(FRAME)
                .map(v -> v instanceof Value.Dims d ? d.sizes() : List.<Size>of())
                .orElse(List.of());
    }

    static Refusal onlyElementwise(Span at) {
        return Refusal.of(
                "unsupported/for-body",
                at,
                "under indices only arithmetic and element-wise functions are compiled",
                "calculate this before the `for`, on whole tensors");
    }

    Value forEach(Expr.For loop, Env env) {
        if (isInside(env)) {
            throw Evaluator.later("nested-for", loop.span(), "give the outer `for` all indices");
        }
        var inner = open(loop.indices(), loop.body(), env);
        var shape = new Shape(frame(inner));
        return whole(evaluator.need(loop.body(), inner), shape, loop.body().span());
    }

    Value reduce(Expr.Reduce reduce, Env env) {
        var primitive = evaluator.prelude().lookup(reduce.operation().text());
        if (primitive.isEmpty()
                || !(primitive.get() instanceof Value.PrimitiveFn(Primitive p))
                || !(p instanceof Reduction r)) {
            throw Refusal.of(
                    "name/unknown",
                    reduce.operation().span(),
                    "`" + reduce.operation() + "` is not a reduction",
                    "there are sum, prod, max, min, mean");
        }
        int outer = frame(env).size();
        var inner = open(reduce.indices(), reduce.body(), env);
        var all =
                whole(
                        evaluator.need(reduce.body(), inner),
                        new Shape(frame(inner)),
                        reduce.body().span());
        var axes = IntStream.range(outer, frame(inner).size()).boxed().toList();
        var reduced = evaluator.tensors().add(r.over(axes), all);
        return outer == 0 ? reduced : new Value.Indexed(reduced);
    }

    /// A scope in which the indices are bound, after those that are bound already.
    private Env open(List<IndexVar> indices, Expr body, Env env) {
        var inner = env.inner();
        var sizes = new ArrayList<>(frame(env));
        for (var index : indices) {
            var runs = range(index, body, env);
            var axes = IntStream.range(sizes.size(), sizes.size() + runs.size()).boxed().toList();
            sizes.addAll(runs);
            inner.scope()
                    .define(
                            index.axes() ? Types.key(index.name()) : index.name().text(),
                            new Value.Index(axes, index.range().isPresent()));
        }
        inner.scope().define(FRAME, new Value.Dims(sizes));
        return inner;
    }

    private List<Size> range(IndexVar index, Expr body, Env env) {
        if (index.range().isPresent()) {
            return List.of(given(index.range().get(), env));
        }
        return IndexRanges.of(index, body, target -> shape(target, env))
                .or(() -> shifted(index, body, env).map(List::of))
                .orElseThrow(() ->
                        Refusal.of(
                                "index/range-unknown",
                                index.span(),
                                "how far `"
                                        + index.name()
                                        + "` runs does not follow from what it indexes",
                                "give its range: " + index.name() + " in 0..n"));
    }

    /// A range that is written: `t in 0..T - 1`.
    private Size given(Expr range, Env env) {
        if (range instanceof Expr.Binary b
                && b.op() == BinaryOp.RANGE
                && known(b.left(), env).filter(s -> s.is(0)).isPresent()) {
            var end = known(b.right(), env);
            if (end.isPresent()) {
                return end.get();
            }
        }
        throw Refusal.of(
                "index/range-start",
                range.span(),
                "an index runs from 0 to a size that is known when compiling",
                "write 0..n, and shift where it indexes: x[t + 1]");
    }

    /// The range of an index that stands only in formulas: as far as the first of them stays inside
    /// its axis, whatever the other indices are.
    private Optional<Size> shifted(IndexVar index, Expr body, Env env) {
        if (index.axes()) {
            return Optional.empty();
        }
        return new ShiftedRange(
                        index,
                        body,
                        name -> bound(name, env),
                        expr -> known(expr, env),
                        target -> shape(target, env))
                .find();
    }

    /// How far a name runs that is an index already.
    private static Optional<Size> bound(Expr.Name name, Env env) {
        return env.scope()
                .lookup(name.text())
                .filter(v -> v instanceof Value.Index i && i.axes().size() == 1)
                .map(v -> frame(env).get(((Value.Index) v).axes().getFirst()));
    }

    private Optional<Size> known(Expr expr, Env env) {
        boolean free = expr instanceof Expr.Name n && env.scope().lookup(n.text()).isEmpty();
        return !free && evaluator.need(expr, env) instanceof Value.Int(Size size)
                ? Optional.of(size)
                : Optional.empty();
    }

    private Optional<Shape> shape(Expr target, Env env) {
        return switch (target) {
            case Expr.Name n when env.scope().lookup(n.text()).isEmpty() -> Optional.empty();
            case Expr.Name n -> shape(evaluator.evalNow(n, env));
            case Expr.Field f -> shape(evaluator.evalNow(f, env));
            default -> Optional.empty();
        };
    }

    private static Optional<Shape> shape(Value value) {
        return value instanceof Value.Tensor t ? Optional.of(t.type().shape()) : Optional.empty();
    }

    /// `x[n, c, ..s]`, laid out along the axes of the indices.
    Value element(Value.Tensor x, Expr.Index index, Env env) {
        var pairs =
                ShapeMatch.align(
                        index.subscripts().stream().map(IndexNotation::bare).toList(),
                        x.type().shape());
        if (pairs.isEmpty()) {
            throw Refusal.of(
                    "index/rank",
                    index.span(),
                    index.subscripts().size() + " indices for " + x.type());
        }
        if (!pairs.get().stream().allMatch(p -> isBare(p.entry(), env) && !isPart(p, env))) {
            var data = IndexedRows.of(pairs.get(), this, env);
            return data.isPresent()
                    ? rows(x, pairs.get(), data.get(), index, env)
                    : formulas(x, pairs.get(), index, env);
        }
        var frame = frame(env);
        var places = new ArrayList<Integer>();
        for (var pair : pairs.get()) {
            var axes = axes(pair.entry(), env);
            check(pair, axes, frame, x, index);
            places.addAll(axes);
        }
        if (places.stream().distinct().count() < places.size()) {
            return formulas(x, pairs.get(), index, env);
        }
        return new Value.Indexed(layOut(x, places, frame.size(), index.span()));
    }

    private static boolean isBare(Expr entry, Env env) {
        return entry instanceof Expr.Axes
                || entry instanceof Expr.Name n
                        && env.scope().lookup(n.text()).orElse(new Value.Nothing())
                                instanceof Value.Index;
    }

    /// Whether an index was told to run over a part of the axis.
    private static boolean isPart(ShapeMatch.Pair pair, Env env) {
        return pair.entry() instanceof Expr.Name n
                && env.scope().lookup(n.text()).orElse(new Value.Nothing()) instanceof Value.Index i
                && i.ranged()
                && i.axes().size() == 1
                && !frame(env).get(i.axes().getFirst()).equals(pair.sizes().getFirst());
    }

    /// `table[ids[n], d]`: rows at positions that are data. Where the positions have no index in
    /// common with the others, whole rows are taken; else one element of each line.
    private Value rows(
            Value.Tensor x,
            List<ShapeMatch.Pair> pairs,
            IndexedRows data,
            Expr.Index index,
            Env env) {
        var frame = frame(env);
        var before = new ArrayList<Integer>();
        var after = new ArrayList<Integer>();
        for (int k = 0; k < pairs.size(); k++) {
            if (k != data.entry()) {
                var own = axes(pairs.get(k).entry(), env);
                check(pairs.get(k), own, frame, x, index);
                (k < data.entry() ? before : after).addAll(own);
            }
        }
        var others = new ArrayList<>(before);
        others.addAll(after);
        var used = data.axes();
        int axis = pairs.get(data.entry()).first();
        var number = new Value.Int(Size.of(axis));
        if (used.stream().noneMatch(others::contains)) {
            var sizes = used.stream().map(a -> data.rows().type().shape().size(a)).toList();
            var rows = reshape(data.rows(), new Shape(sizes));
            var taken = evaluator.primitives().call("take", index.span(), x, rows, number);
            before.addAll(used);
            before.addAll(after);
            return new Value.Indexed(layOut(taken, before, frame.size(), index.span()));
        }
        if (!others.containsAll(used)) {
            throw Evaluator.later(
                    "index-mixed",
                    index.span(),
                    "positions from data share all of their indices with the others, or none");
        }
        var line = x.type().shape().with(axis, Size.ONE);
        var lines = IndexedRows.along(data.rows(), others, axis, line, this);
        var found = evaluator.primitives().call("take_along", index.span(), x, lines, number);
        return new Value.Indexed(
                layOut(
                        reshape(found, line.without(List.of(axis))),
                        others,
                        frame.size(),
                        index.span()));
    }

    /// What an entry is if data decide: whole numbers for some of the indices.
    Optional<Value.Tensor> positions(Expr entry, Env env) {
        if (IndexRanges.accesses(entry).findAny().isEmpty()) {
            return Optional.empty();
        }
        return evaluator.need(entry, env) instanceof Value.Indexed(Value.Tensor t)
                        && !t.type().isFloat()
                ? Optional.of(padded(t, frame(env).size()))
                : Optional.empty();
    }

    /// `x[n, t + k]`: the elements at formulas of the indices.
    private Value formulas(Value.Tensor x, List<ShapeMatch.Pair> pairs, Expr.Index index, Env env) {
        var frame = frame(env);
        var axes = new ArrayList<Axis>();
        for (int a = 0; a < frame.size(); a++) {
            axes.add(new Axis("i" + a, frame.get(a)));
        }
        var access = new ArrayList<Access>();
        for (var pair : pairs) {
            if (isBare(pair.entry(), env) && !isPart(pair, env)) {
                var own = axes(pair.entry(), env);
                check(pair, own, frame, x, index);
                own.forEach(a -> access.add(Access.of(axes.get(a))));
            } else {
                access.add(Access.of(formula(pair, axes, x, env)));
            }
        }
        var used =
                IntStream.range(0, axes.size())
                        .filter(a -> access.stream().anyMatch(s -> s.mentions(axes.get(a))))
                        .boxed()
                        .toList();
        var out = used.stream().map(axes::get).toList();
        var elements = evaluator.tensors().add(new IndexedSum(out, List.of(), access), x);
        return new Value.Indexed(layOut(elements, used, frame.size(), index.span()));
    }

    private Size formula(ShapeMatch.Pair pair, List<Axis> axes, Value.Tensor x, Env env) {
        var entry = pair.entry();
        var formula =
                new IndexArithmetic(
                                name ->
                                        env.scope()
                                                .lookup(name.text())
                                                .filter(v ->
                                                        v instanceof Value.Index i
                                                                && i.axes().size() == 1)
                                                .map(v ->
                                                        axes.get(
                                                                        ((Value.Index) v)
                                                                                .axes()
                                                                                .getFirst())
                                                                .index()),
                                expr -> known(expr, env))
                        .formula(entry)
                        .orElseThrow(() ->
                                Evaluator.later(
                                        "index-data",
                                        entry.span(),
                                        "indices are formulas of indices and sizes with + - *, or"
                                                + " one tensor of whole numbers under indices"));
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

    private static Expr bare(Subscript subscript) {
        return switch (subscript) {
            case Subscript.At at -> at.index();
            case Subscript.Slice s -> throw onlyElementwise(s.span());
        };
    }

    private List<Integer> axes(Expr entry, Env env) {
        var value =
                switch (entry) {
                    case Expr.Name n -> env.scope().lookup(n.text());
                    case Expr.Axes a -> a.name().flatMap(n -> env.scope().lookup(Types.key(n)));
                    default -> Optional.<Value>empty();
                };
        if (value.isPresent() && value.get() instanceof Value.Index i) {
            return i.axes();
        }
        throw onlyElementwise(entry.span());
    }

    private static void check(
            ShapeMatch.Pair pair,
            List<Integer> axes,
            List<Size> frame,
            Value.Tensor x,
            Expr.Index index) {
        var wanted = axes.stream().map(frame::get).toList();
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

    /// The tensor with its axes in another order.
    Value.Tensor transpose(Value.Tensor x, List<Integer> order, Span at) {
        var list = order.stream().<Value>map(k -> new Value.Int(Size.of(k))).toList();
        return evaluator.primitives().call("transpose", at, x, new Value.Items(list));
    }

    private Value.Tensor layOut(Value.Tensor x, List<Integer> places, int rank, Span at) {
        var order =
                IntStream.range(0, places.size())
                        .boxed()
                        .sorted(java.util.Comparator.comparing(places::get))
                        .toList();
        var sizes = new ArrayList<>(java.util.Collections.nCopies(rank, Size.ONE));
        for (int k = 0; k < places.size(); k++) {
            sizes.set(places.get(k), x.type().shape().size(k));
        }
        var sorted =
                order.equals(IntStream.range(0, places.size()).boxed().toList())
                        ? x
                        : transpose(x, order, at);
        return reshape(sorted, new Shape(sizes));
    }

    Value.Tensor reshape(Value.Tensor x, Shape shape) {
        return x.type().shape().equals(shape) ? x : evaluator.tensors().add(new Reshape(shape), x);
    }

    /// A value for every combination of the indices.
    private Value.Tensor whole(Value value, Shape shape, Span at) {
        if (Tensors.isLiteral(value)) {
            var scalar =
                    evaluator
                            .tensors()
                            .tensor(value, dev.dnet.runtime.ElementType.F32, at, "the body");
            return evaluator.tensors().fill(scalar, shape);
        }
        return switch (value) {
            case Value.Indexed(Value.Tensor t) -> repeat(padded(t, shape.rank()), shape);
            case Value.Tensor t when t.type().rank() == 0 -> evaluator.tensors().fill(t, shape);
            default -> throw onlyElementwise(at);
        };
    }

    private Value.Tensor padded(Value.Tensor x, int rank) {
        var sizes = new ArrayList<>(x.type().shape().sizes());
        while (sizes.size() < rank) {
            sizes.add(Size.ONE);
        }
        return reshape(x, new Shape(sizes));
    }

    Value.Tensor repeat(Value.Tensor x, Shape shape) {
        var kept =
                IntStream.range(0, shape.rank())
                        .filter(a -> x.type().shape().size(a).equals(shape.size(a)))
                        .boxed()
                        .toList();
        var dense = reshape(x, new Shape(kept.stream().map(shape::size).toList()));
        return kept.size() == shape.rank()
                ? x
                : evaluator.tensors().add(new Broadcast(shape, kept), dense);
    }

    /// A primitive on elements: all of them are brought to one rank.
    Value apply(Primitive primitive, List<Value> operands, Span at) {
        if (!(primitive instanceof Elementwise)) {
            throw onlyElementwise(at);
        }
        int rank =
                operands.stream()
                        .mapToInt(v ->
                                v instanceof Value.Indexed(Value.Tensor t) ? t.type().rank() : 0)
                        .max()
                        .orElse(0);
        var aligned = operands.stream().map(v -> aligned(v, rank, at)).toArray(Value[]::new);
        return new Value.Indexed(evaluator.primitives().call(primitive.name(), at, aligned));
    }

    private Value aligned(Value operand, int rank, Span at) {
        return switch (operand) {
            case Value.Indexed(Value.Tensor t) -> padded(t, rank);
            case Value.Tensor t when t.type().rank() > 0 -> throw onlyElementwise(at);
            case Value.Poison p -> throw Refusal.silent();
            case Value other -> other;
        };
    }

    /// A call under indices: its arguments are elements, or none of them is.
    Value call(Value callee, List<Given> given, Span at, Env env) {
        var values = new LinkedHashMap<Given, Value>();
        given.forEach(g -> values.put(g, evaluator.now(g.value(env.building(Optional.empty())))));
        if (values.values().stream().noneMatch(Value.Indexed.class::isInstance)) {
            var known =
                    values.entrySet().stream()
                            .map(e ->
                                    new Given(
                                            e.getKey().span(),
                                            e.getKey().name(),
                                            path -> e.getValue()))
                            .toList();
            return evaluator.calls().plain(callee, known, at, env);
        }
        return switch (callee) {
            case Value.PrimitiveFn(Primitive p) -> apply(p, ordered(p, values, at), at);
            case Value.Typed t -> {
                new FunctionTypes(evaluator).elements(t, given, List.copyOf(values.values()), at);
                yield call(t.of(), given, at, env);
            }
            case Value.Element e when given.size() == 1 ->
                    apply(
                            evaluator.primitive("cast"),
                            List.of(values.values().iterator().next(), e),
                            at);
            default -> throw onlyElementwise(at);
        };
    }

    private static List<Value> ordered(Primitive primitive, Map<Given, Value> values, Span at) {
        var wanted =
                primitive.signature().parameters().stream()
                        .map(p -> new Arguments.Wanted(p.name(), p.optional(), false))
                        .toList();
        var matched =
                Arguments.match(
                        wanted, List.copyOf(values.keySet()), "`" + primitive.name() + "`", at);
        return wanted.stream()
                .flatMap(w -> matched.getOrDefault(w.name(), List.of()).stream())
                .map(g -> java.util.Objects.requireNonNull(values.get(g)))
                .toList();
    }

    static boolean names(Expr entry, Ident name, boolean axes) {
        return switch (entry) {
            case Expr.Name n -> !axes && n.text().equals(name.text());
            case Expr.Axes a -> axes && a.name().map(Ident::text).equals(Optional.of(name.text()));
            default -> false;
        };
    }
}
