package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The arithmetic of graph values under names short enough for derivatives to read like the
/// formulas in a book. Operands of one formula have equal shapes; see [#aligned] for those that do
/// not.
public final class Formulas {
    private Formulas() {}

    // Constants

    /// A scalar.
    public static Expr constant(GraphBuilder graph, ElementType type, double value) {
        return new Expr(graph, graph.add(new Const(type, value)));
    }

    /// A constant of the type and shape of another value.
    public static Expr like(Expr x, double value) {
        return fill(constant(x.graph(), x.type().element(), value), x.shape());
    }

    /// A size as a number: a constant where it is known.
    public static Expr size(GraphBuilder graph, ElementType type, Size size) {
        return size.isConstant()
                ? constant(graph, type, (double) size.value())
                : new Expr(graph, graph.add(new SizeValue(size, type)));
    }

    // Arithmetic

    public static Expr add(Expr x, Expr y) {
        return x.call(new Add(), y);
    }

    public static Expr add(Expr x, double y) {
        return add(x, like(x, y));
    }

    public static Expr sub(Expr x, Expr y) {
        return x.call(new Sub(), y);
    }

    public static Expr mul(Expr x, Expr y) {
        return x.call(new Mul(), y);
    }

    public static Expr mul(Expr x, double y) {
        return mul(x, like(x, y));
    }

    public static Expr div(Expr x, Expr y) {
        return x.call(new Div(), y);
    }

    public static Expr floorDiv(Expr x, Expr y) {
        return x.call(new FloorDiv(), y);
    }

    public static Expr mod(Expr x, Expr y) {
        return x.call(new Mod(), y);
    }

    public static Expr pow(Expr x, Expr y) {
        return x.call(new Pow(), y);
    }

    public static Expr minimum(Expr x, Expr y) {
        return x.call(new Minimum(), y);
    }

    public static Expr maximum(Expr x, Expr y) {
        return x.call(new Maximum(), y);
    }

    // Functions

    public static Expr neg(Expr x) {
        return x.call(new Neg());
    }

    public static Expr abs(Expr x) {
        return x.call(new Abs());
    }

    public static Expr sign(Expr x) {
        return x.call(new Sign());
    }

    public static Expr floor(Expr x) {
        return x.call(new Floor());
    }

    public static Expr round(Expr x) {
        return x.call(new Round());
    }

    public static Expr sqrt(Expr x) {
        return x.call(new Sqrt());
    }

    public static Expr rsqrt(Expr x) {
        return x.call(new Rsqrt());
    }

    public static Expr exp(Expr x) {
        return x.call(new Exp());
    }

    public static Expr log(Expr x) {
        return x.call(new Log());
    }

    public static Expr log1p(Expr x) {
        return x.call(new Log1p());
    }

    public static Expr sin(Expr x) {
        return x.call(new Sin());
    }

    public static Expr cos(Expr x) {
        return x.call(new Cos());
    }

    public static Expr tanh(Expr x) {
        return x.call(new Tanh());
    }

    public static Expr sigmoid(Expr x) {
        return x.call(new Sigmoid());
    }

    public static Expr erf(Expr x) {
        return x.call(new Erf());
    }

    // Comparison and choice

    public static Expr eq(Expr x, Expr y) {
        return x.call(new Eq(), y);
    }

    public static Expr eq(Expr x, double y) {
        return eq(x, like(x, y));
    }

    public static Expr ne(Expr x, Expr y) {
        return x.call(new Ne(), y);
    }

    public static Expr lt(Expr x, Expr y) {
        return x.call(new Lt(), y);
    }

    public static Expr le(Expr x, Expr y) {
        return x.call(new Le(), y);
    }

    public static Expr gt(Expr x, Expr y) {
        return x.call(new Gt(), y);
    }

    public static Expr ge(Expr x, Expr y) {
        return x.call(new Ge(), y);
    }

    public static Expr and(Expr x, Expr y) {
        return x.call(new And(), y);
    }

    public static Expr or(Expr x, Expr y) {
        return x.call(new Or(), y);
    }

    public static Expr not(Expr x) {
        return x.call(new Not());
    }

    public static Expr select(Expr condition, Expr x, Expr y) {
        return condition.call(new Select(), x, y);
    }

    /// The value itself where it has the type already.
    public static Expr cast(Expr x, ElementType type) {
        return x.type().element() == type ? x : x.call(new Cast(type));
    }

    // Reductions

    /// The sum over some axes; over none it is the value itself.
    public static Expr sum(Expr x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.call(new Sum(axes));
    }

    public static Expr mean(Expr x, List<Integer> axes) {
        return Mean.of(x, axes);
    }

    public static Expr max(Expr x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.call(new Max(axes));
    }

    public static Expr min(Expr x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.call(new Min(axes));
    }

    /// Puts axes that a reduction removed back with size 1.
    public static Expr keep(Expr x, List<Integer> axes) {
        var sizes = new ArrayList<>(x.shape().sizes());
        axes.stream().sorted().forEach(a -> sizes.add(a, Size.ONE));
        return reshape(x, new Shape(sizes));
    }

    // Shapes

    /// A scalar repeated to a shape.
    public static Expr fill(Expr scalar, Shape shape) {
        return shape.rank() == 0 ? scalar : scalar.call(new Broadcast(shape, List.of()));
    }

    /// Repeats along `axes` of the shape: the transpose of the sum over them.
    public static Expr broadcastOver(Expr x, Shape shape, List<Integer> axes) {
        var kept = IntStream.range(0, shape.rank()).filter(a -> !axes.contains(a)).boxed().toList();
        return axes.isEmpty() ? x : x.call(new Broadcast(shape, kept));
    }

    /// Repeats to a shape that the value's own shape [broadcasts][Alignment] to.
    public static Expr broadcastTo(Expr x, Shape shape) {
        return Alignment.repeat(x, shape);
    }

    /// Values brought to one shape: aligned on the right, axes of size 1 and missing ones repeated.
    public static List<Expr> aligned(List<Expr> values) {
        var shape = Alignment.common(values);
        return values.stream().map(x -> broadcastTo(x, shape)).toList();
    }

    public static Expr reshape(Expr x, Shape shape) {
        return x.shape().equals(shape) ? x : x.call(new Reshape(shape));
    }

    /// The axes in another order; the value itself where the order is the same.
    public static Expr transpose(Expr x, List<Integer> perm) {
        return perm.equals(IntStream.range(0, perm.size()).boxed().toList())
                        && perm.size() == x.rank()
                ? x
                : x.call(new Transpose(perm));
    }

    /// The last two axes swapped.
    public static Expr transpose(Expr x) {
        return x.call(Transpose.last(x.rank()));
    }

    /// Zeros around; a negative width takes away.
    public static Expr pad(Expr x, List<Size> before, List<Size> after) {
        return x.call(new Pad(before, after, 0));
    }

    /// One stretch of one axis.
    public static Expr slice(Expr x, int axis, Size start, Size size) {
        return x.call(Slice.along(x.shape(), axis, start, size));
    }

    // Positions

    /// Positions along one axis of a shape.
    public static Expr iota(GraphBuilder graph, Shape shape, int axis, ElementType type) {
        return new Expr(graph, graph.add(new Iota(shape, axis, type)));
    }

    /// So many whole numbers, each one more than that before, from a number on.
    public static Expr countedFrom(Expr first, Size count) {
        var shape = Shape.of(count);
        var steps = iota(first.graph(), shape, 0, first.type().element());
        return add(fill(first, shape), steps);
    }

    /// The slices at indices, whose axes take the place of `axis`.
    public static Expr take(Expr x, Expr indices, int axis) {
        return x.call(new Gather(new Chosen(axis, false)), indices);
    }

    /// The elements at indices, in each line along `axis`.
    public static Expr takeAlong(Expr x, Expr indices, int axis) {
        return x.call(new Gather(new Chosen(axis, true)), indices);
    }

    // Products

    /// `x @ y`.
    public static Expr matmul(Expr x, Expr y) {
        return Matmul.of(x, y);
    }
}
