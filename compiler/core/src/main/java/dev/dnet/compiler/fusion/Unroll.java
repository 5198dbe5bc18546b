package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes a reduction over a few elements (a pooling window) out as one expression, so that it is a
/// map that other maps fuse with. The order of the fold is that of the loops.
final class Unroll {
    private static final int MAX_ELEMENTS = 16;
    private static final int MAX_TERMS = 200;

    private final Root root;
    private final BodyBuilder body = new BodyBuilder();
    private final Ranges ranges;

    private Unroll(Root root) {
        this.root = root;
        this.ranges = new Ranges(root.out());
    }

    static Root smallReductions(Root root) {
        return isSmall(root) ? new Unroll(root).run() : root;
    }

    private static boolean isSmall(Root root) {
        var count = Axis.points(root.reduce());
        return !root.isMap()
                && !root.isContraction()
                && !root.out().isEmpty()
                && count.isConstant()
                && count.value() <= MAX_ELEMENTS
                && count.value() * root.body().terms().size() <= MAX_TERMS;
    }

    private Root run() {
        long count = Axis.points(root.reduce()).value();
        int best = -1;
        int position = -1;
        for (long k = 0; k < count; k++) {
            int value = element(k);
            if (best < 0) {
                best = value;
                position = constant(0);
            } else if (isPosition()) {
                int better = body.apply(ElementType.BOOL, comparison(), value, best);
                best = body.apply(body.type(value), Fn.SELECT, better, value, best);
                position = body.apply(ElementType.I32, Fn.SELECT, better, constant(k), position);
            } else {
                best = body.apply(body.type(value), fold(), best, value);
            }
        }
        int result = isPosition() ? position : best;
        return new Root(root.value(), root.out(), List.of(), Reducer.NONE, body.build(result));
    }

    private boolean isPosition() {
        return root.reducer() == Reducer.ARG_MAX || root.reducer() == Reducer.ARG_MIN;
    }

    private Fn comparison() {
        return root.reducer() == Reducer.ARG_MAX ? Fn.GT : Fn.LT;
    }

    private int constant(long value) {
        return body.constant(ElementType.I32, (double) value);
    }

    private Fn fold() {
        return fold(root.reducer());
    }

    /// What folds two values into one.
    static Fn fold(Reducer reducer) {
        return switch (reducer) {
            case SUM -> Fn.ADD;
            case PRODUCT -> Fn.MUL;
            case MAX -> Fn.MAX;
            case MIN -> Fn.MIN;
            case NONE, ARG_MAX, ARG_MIN -> throw new IllegalStateException("no fold: " + reducer);
        };
    }

    /// The body with the reduce axes at the k-th point of their loops.
    private int element(long k) {
        Map<String, Size> at = new HashMap<>();
        long rest = k;
        for (var axis : root.reduce().reversed()) {
            at.put(axis.name(), Size.of(rest % axis.extent().value()));
            rest /= axis.extent().value();
        }
        var moved = new int[root.body().terms().size()];
        for (int t = 0; t < moved.length; t++) {
            moved[t] = copy(root.body().terms().get(t), at, moved);
            at.put("%" + t, body.indexOf(moved[t]));
        }
        return moved[root.body().result()];
    }

    private int copy(Term term, Map<String, Size> at, int[] moved) {
        return switch (term) {
            case Term.Const c -> body.add(c);
            case Term.Index i -> body.index(i.type(), i.value().substitute(at));
            case Term.Load l ->
                    body.load(
                            l.type(),
                            l.operand(),
                            l.index().stream().map(s -> s.substitute(at)).toList(),
                            ranges.simplify(l.guard().substitute(at)));
            case Term.Apply a ->
                    body.add(
                            new Term.Apply(
                                    a.type(),
                                    a.fn(),
                                    a.args().stream().map(x -> moved[x]).toList()));
        };
    }
}
