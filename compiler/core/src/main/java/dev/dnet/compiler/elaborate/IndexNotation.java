package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.ops.Reduction;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.BinaryOp;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.IndexVar;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// `for n, c, ..s => …` and `sum k => …`: each tensor that is indexed is laid out along the axes of
/// all indices, and the body is calculated element by element. Between the brackets stand indices,
/// or formulas of them ([IndexArithmetic]).
final class IndexNotation {
    private final Evaluator evaluator;
    private final IndexLayout layout;
    private final IndexedCalls calls;

    IndexNotation(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.layout = new IndexLayout(evaluator);
        this.calls = new IndexedCalls(evaluator);
    }

    boolean isInside(Env env) {
        return env.scope().lookup(IndexLayout.FRAME).isPresent();
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
        var shape = new Shape(IndexLayout.frame(inner));
        return layout.whole(evaluator.need(loop.body(), inner), shape, loop.body().span());
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
        int outer = IndexLayout.frame(env).size();
        var inner = open(reduce.indices(), reduce.body(), env);
        var all =
                layout.whole(
                        evaluator.need(reduce.body(), inner),
                        new Shape(IndexLayout.frame(inner)),
                        reduce.body().span());
        var axes = IntStream.range(outer, IndexLayout.frame(inner).size()).boxed().toList();
        var reduced = evaluator.tensors().add(r.over(axes), all);
        return outer == 0 ? reduced : new Value.Indexed(reduced);
    }

    /// A scope in which the indices are bound, after those that are bound already.
    private Env open(List<IndexVar> indices, Expr body, Env env) {
        var inner = env.inner();
        var sizes = new ArrayList<>(IndexLayout.frame(env));
        for (var index : indices) {
            var runs = range(index, body, env);
            var axes = IntStream.range(sizes.size(), sizes.size() + runs.size()).boxed().toList();
            sizes.addAll(runs);
            inner.scope()
                    .define(
                            index.axes() ? Types.key(index.name()) : index.name().text(),
                            new Value.Index(axes, index.range().isPresent()));
        }
        inner.scope().define(IndexLayout.FRAME, new Value.Dims(sizes));
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
                .map(v -> IndexLayout.frame(env).get(((Value.Index) v).axes().getFirst()));
    }

    private Optional<Size> known(Expr expr, Env env) {
        return known(evaluator, expr, env);
    }

    /// A size that is known when compiling.
    static Optional<Size> known(Evaluator evaluator, Expr expr, Env env) {
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
        return new IndexedElement(evaluator, x, index, env).of();
    }

    /// A primitive on elements.
    Value apply(Primitive primitive, List<Value> operands, Span at) {
        return calls.apply(primitive, operands, at);
    }

    /// A call under indices.
    Value call(Value callee, List<Given> given, Span at, Env env) {
        return calls.call(callee, given, at, env);
    }

    static boolean names(Expr entry, Ident name, boolean axes) {
        return switch (entry) {
            case Expr.Name n -> !axes && n.text().equals(name.text());
            case Expr.Axes a -> axes && a.name().map(Ident::text).equals(Optional.of(name.text()));
            default -> false;
        };
    }
}
