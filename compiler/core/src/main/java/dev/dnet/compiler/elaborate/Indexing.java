package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Subscript;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `x[…]`: elements of lists; slices of tensors, rows chosen by a tensor of numbers.
final class Indexing {
    private final Evaluator evaluator;

    Indexing(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value index(Expr.Index index, Env env) {
        var target = evaluator.eval(index.target(), env);
        return switch (evaluator.now(target)) {
            case Value.Poison p -> throw Refusal.silent();
            case Value.Tensor t when evaluator.indexNotation().isInside(env) ->
                    evaluator.indexNotation().element(t, index, env);
            case Value.Tensor t -> tensor(t, index, env);
            case Value other ->
                    item(evaluator.lists().items(other, index.target().span()), index, env);
        };
    }

    private Value item(List<Value> items, Expr.Index index, Env env) {
        if (index.subscripts().size() != 1) {
            throw Refusal.of("index/list", index.span(), "a list has one index");
        }
        return switch (index.subscripts().getFirst()) {
            case Subscript.At at -> {
                long k = whole(at.index(), env);
                long from = k < 0 ? k + items.size() : k;
                if (from < 0 || from >= items.size()) {
                    throw Refusal.of(
                            "index/range",
                            at.span(),
                            "index " + k + " of a list of " + items.size());
                }
                yield items.get((int) from);
            }
            case Subscript.Slice s ->
                    new Value.Items(
                            items.subList(
                                    bound(s.start(), 0, items.size(), env),
                                    bound(s.stop(), items.size(), items.size(), env)));
        };
    }

    private int bound(Optional<Expr> bound, int byDefault, int size, Env env) {
        long value = bound.isEmpty() ? byDefault : whole(bound.get(), env);
        return (int) Math.clamp(value < 0 ? value + size : value, 0L, (long) size);
    }

    private long whole(Expr expr, Env env) {
        var size = evaluator.types().size(expr, env);
        return size.constant()
                .orElseThrow(() ->
                        Refusal.of(
                                "size/not-constant",
                                expr.span(),
                                "a list is indexed by a number that is known when compiling"));
    }

    /// One axis of a slice: from, to (exclusive) and by how much; an index takes one element and
    /// drops the axis.
    record Cut(Size start, Size stop, Size step, boolean drop) {}

    Value.Tensor tensor(Value.Tensor x, Expr.Index index, Env env) {
        var subscripts = spread(x, index);
        var cuts = new ArrayList<Cut>();
        for (int axis = 0; axis < subscripts.size(); axis++) {
            var size = x.type().shape().size(axis);
            switch (subscripts.get(axis)) {
                case Subscript.Slice s -> {
                    var moving = MovingSlice.of(evaluator, s, size, env);
                    if (moving.isPresent()) {
                        return rows(x, moving.get().rows(evaluator), subscripts, axis, index);
                    }
                    cuts.add(slice(s, size, env));
                }
                case Subscript.At at -> {
                    var value = evaluator.need(at.index(), env);
                    if (value instanceof Value.Tensor rows
                            && rows.type().element() != ElementType.BOOL) {
                        return rows(x, rows, subscripts, axis, index);
                    }
                    cuts.add(at(value, at, size));
                }
            }
        }
        return cut(x, cuts, index.span());
    }

    /// Subscripts for every axis: `..` and what is left out take whole axes.
    private List<Subscript> spread(Value.Tensor x, Expr.Index index) {
        var given = index.subscripts();
        var whole =
                new Subscript.Slice(
                        index.span(), Optional.empty(), Optional.empty(), Optional.empty());
        int rank = x.type().rank();
        boolean open = given.stream().anyMatch(Indexing::isAxes);
        int free = rank - (open ? given.size() - 1 : given.size());
        if (free < 0) {
            throw Refusal.of(
                    "index/rank",
                    index.span(),
                    "`[…]` names more axes than " + x.type() + " has: " + given.size());
        }
        var all = new ArrayList<Subscript>();
        for (var subscript : given) {
            if (isAxes(subscript)) {
                all.addAll(Collections.nCopies(free, whole));
            } else {
                all.add(subscript);
            }
        }
        while (all.size() < rank) {
            all.add(whole);
        }
        return all;
    }

    private static boolean isAxes(Subscript subscript) {
        return subscript instanceof Subscript.At(Span s, Expr index) && index instanceof Expr.Axes;
    }

    /// A variable with a slice of it replaced.
    Value.Tensor written(
            Program.Variable variable, Expr.Index index, Value value, Span at, Env env) {
        return new SliceWrite(evaluator, variable, index)
                .of(spread(evaluator.session().read(variable), index), value, at, env);
    }

    Cut slice(Subscript.Slice slice, Size size, Env env) {
        var step = slice.step().map(e -> evaluator.types().size(e, env)).orElse(Size.ONE);
        if (!step.isConstant() || step.value() <= 0) {
            throw Refusal.of(
                    "index/step",
                    slice.span(),
                    "a step of " + step,
                    "steps are positive; reverse(x) turns an axis round");
        }
        var start =
                slice.start()
                        .map(e -> fromEnd(evaluator.types().size(e, env), size))
                        .orElse(Size.ZERO);
        var stop =
                slice.stop().map(e -> fromEnd(evaluator.types().size(e, env), size)).orElse(size);
        return new Cut(start, stop, step, false);
    }

    private static Size fromEnd(Size at, Size size) {
        return at.isConstant() && at.value() < 0 ? size.plus(at) : at;
    }

    static Cut at(Value value, Subscript.At at, Size size) {
        if (!(value instanceof Value.Int(Size index))) {
            throw Refusal.of(
                    "index/kind",
                    at.span(),
                    "an index is a whole number, not " + Describe.of(value));
        }
        var from = fromEnd(index, size);
        var left = size.minus(from);
        if ((left.isConstant() && left.value() <= 0) || (from.isConstant() && from.value() < 0)) {
            throw Refusal.of("index/range", at.span(), "index " + index + " of an axis of " + size);
        }
        return new Cut(from, from.plus(1), Size.ONE, true);
    }

    private Value.Tensor cut(Value.Tensor x, List<Cut> cuts, Span at) {
        var axes = new ArrayList<Integer>();
        var dropped = new ArrayList<Integer>();
        for (int axis = 0; axis < cuts.size(); axis++) {
            var c = cuts.get(axis);
            if (!c.start().is(0)
                    || !c.step().is(1)
                    || !c.stop().equals(x.type().shape().size(axis))) {
                axes.add(axis);
            }
            if (c.drop()) {
                dropped.add(axis);
            }
        }
        var sliced = axes.isEmpty() ? x : slice(x, axes, axes.stream().map(cuts::get).toList(), at);
        return dropped.isEmpty()
                ? sliced
                : reshape(sliced, sliced.type().shape().without(dropped), at);
    }

    private Value.Tensor slice(Value.Tensor x, List<Integer> axes, List<Cut> cuts, Span at) {
        Map<String, List<Value>> arguments = new LinkedHashMap<>();
        arguments.put("x", List.of(x));
        arguments.put("starts", List.of(sizes(cuts.stream().map(Cut::start).toList())));
        arguments.put("limits", List.of(sizes(cuts.stream().map(Cut::stop).toList())));
        arguments.put("axes", List.of(sizes(axes.stream().map(Size::of).toList())));
        arguments.put("strides", List.of(sizes(cuts.stream().map(Cut::step).toList())));
        return evaluator.primitives().call("slice", arguments, at);
    }

    private static Value sizes(List<Size> sizes) {
        return new Value.Items(sizes.stream().<Value>map(Value.Int::new).toList());
    }

    Value.Tensor reshape(Value.Tensor x, Shape shape, Span at) {
        return evaluator.primitives().call("reshape", at, x, sizes(shape.sizes()));
    }

    /// `table[ids]`: one axis chosen by a tensor of numbers, all others whole.
    private Value.Tensor rows(
            Value.Tensor x,
            Value.Tensor rows,
            List<Subscript> subscripts,
            int axis,
            Expr.Index index) {
        for (int k = 0; k < subscripts.size(); k++) {
            boolean whole =
                    subscripts.get(k) instanceof Subscript.Slice s
                            && s.start().isEmpty()
                            && s.stop().isEmpty()
                            && s.step().isEmpty();
            if (k != axis && !whole) {
                throw Refusal.of(
                        "unsupported/index",
                        index.span(),
                        "a tensor of indices beside other indices",
                        "index one axis after the other");
            }
        }
        return evaluator
                .primitives()
                .call("take", index.span(), x, rows, new Value.Int(Size.of(axis)));
    }
}
