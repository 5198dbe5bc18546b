package dev.dnet.testing;

import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Matrix products with any batch axes, outer products, and convolutions.
final class Products {
    private Products() {}

    static Production production() {
        return Production.oneOf(List.of(Products::matrix, Products::einsum, Products::convolution));
    }

    private static Optional<Expr> real(Draft draft, int lowest, int highest) {
        return draft.pick(x ->
                x.type().element() == draft.real()
                        && x.rank() >= lowest
                        && x.rank() <= highest
                        && draft.all(x, v -> Math.abs(v) < 6));
    }

    private static Expr operand(Draft draft, Shape shape) {
        var type = new TensorType(draft.real(), shape);
        return draft.pick(v -> v.type().equals(type) && draft.all(v, e -> Math.abs(e) < 6))
                .orElseGet(() -> draft.input(type));
    }

    /// The last axis times a matrix.
    private static Optional<Expr> matrix(Draft draft) {
        return real(draft, 1, 4)
                .filter(x -> draft.mayHaveMoreInputs())
                .map(x -> {
                    var out = axes("i", x.shape().without(List.of(x.rank() - 1)));
                    var k = new Axis("k", x.shape().size(x.rank() - 1));
                    var o = new Axis("o", Size.of(1 + draft.random().nextInt(9)));
                    boolean transposed = draft.random().nextBoolean();
                    var w =
                            operand(
                                    draft,
                                    transposed
                                            ? Shape.of(o.extent(), k.extent())
                                            : Shape.of(k.extent(), o.extent()));
                    var right = Access.of(transposed ? List.of(o, k) : List.of(k, o));
                    return x.call(
                            new Contract(plus(out, o), List.of(k), Access.of(plus(out, k)), right),
                            w);
                });
    }

    /// Two operands that share any of their axes; each shared one is summed or stays.
    private static Optional<Expr> einsum(Draft draft) {
        return real(draft, 1, 3).flatMap(x -> real(draft, 0, 3).map(y -> einsum(draft, x, y)));
    }

    private static Expr einsum(Draft draft, Expr x, Expr y) {
        var left = axes("i", x.shape());
        var right = new ArrayList<>(axes("j", y.shape()));
        var free = new ArrayList<>(left);
        for (int a = 0; a < right.size(); a++) {
            var extent = right.get(a).extent();
            var shared = free.stream().filter(f -> f.extent().equals(extent)).findFirst();
            if (shared.isPresent() && draft.random().nextInt(3) > 0) {
                right.set(a, shared.get());
                free.remove(shared.get());
            }
        }
        var out = new ArrayList<Axis>();
        var reduce = new ArrayList<Axis>();
        for (var axis : Stream.concat(left.stream(), right.stream()).distinct().toList()) {
            boolean keep = out.size() < 4 && draft.random().nextInt(3) > 0;
            (keep ? out : reduce).add(axis);
        }
        return x.call(new Contract(out, reduce, Access.of(left), Access.of(right)), y);
    }

    /// One or two spatial axes with stride, padding and dilation.
    private static Optional<Expr> convolution(Draft draft) {
        return real(draft, 3, 4)
                .filter(x -> draft.mayHaveMoreInputs())
                .flatMap(x -> convolution(draft, x));
    }

    private static Optional<Expr> convolution(Draft draft, Expr x) {
        var n = new Axis("n", x.shape().size(0));
        var c = new Axis("c", x.shape().size(1));
        var o = new Axis("o", Size.of(1 + draft.random().nextInt(4)));
        var out = new ArrayList<>(List.of(n, o));
        var reduce = new ArrayList<>(List.of(c));
        var left = new ArrayList<>(Access.of(List.of(n, c)));
        for (int a = 2; a < x.rank(); a++) {
            var window = window(draft, x.shape().size(a), "s" + a, "w" + a);
            if (window.isEmpty()) {
                return Optional.empty();
            }
            out.add(window.get().position());
            reduce.add(window.get().inside());
            left.add(window.get().access());
        }
        var weights = new ArrayList<>(List.of(o));
        weights.addAll(reduce);
        var w = operand(draft, new Shape(weights.stream().map(Axis::extent).toList()));
        return Optional.of(x.call(new Contract(out, reduce, left, Access.of(weights)), w));
    }

    private record Window(Axis position, Axis inside, Access access) {}

    private static Optional<Window> window(Draft draft, Size size, String position, String inside) {
        long stride = 1L + draft.random().nextInt(2);
        long dilation = 1L + draft.random().nextInt(2);
        long width = 1L + draft.random().nextInt(3);
        long pad = draft.random().nextInt(2);
        long reach = dilation * (width - 1) + 1;
        if (draft.number(size) + 2 * pad < reach) {
            return Optional.empty();
        }
        var at = new Axis(position, size.plus(2 * pad - reach).floorDiv(stride).plus(1));
        var in = new Axis(inside, Size.of(width));
        var index = at.index().times(stride).plus(in.index().times(dilation)).minus(pad);
        return Optional.of(new Window(at, in, Access.of(index)));
    }

    private static List<Axis> axes(String prefix, Shape shape) {
        return Axes.over(prefix, shape);
    }

    private static List<Axis> plus(List<Axis> axes, Axis last) {
        var all = new ArrayList<>(axes);
        all.add(last);
        return all;
    }
}
