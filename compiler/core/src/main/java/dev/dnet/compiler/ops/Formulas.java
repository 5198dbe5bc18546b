package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The arithmetic of graph values under names short enough for derivatives to read like the formulas in a book.
public final class Formulas {
    private Formulas() {}

    public static Expr add(Expr x, Expr y) {
        return x.call(new Add(), y);
    }

    /// The sum over some axes; over none it is the value itself.
    public static Expr sum(Expr x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.call(new Sum(axes));
    }

    /// A scalar.
    public static Expr constant(GraphBuilder graph, ElementType type, double value) {
        return new Expr(graph, graph.add(new Const(type, value)));
    }

    /// A constant of the type and shape of another value.
    public static Expr like(Expr x, double value) {
        return fill(constant(x.graph(), x.type().element(), value), x.shape());
    }

    /// A scalar repeated to a shape.
    public static Expr fill(Expr scalar, Shape shape) {
        return shape.rank() == 0 ? scalar : scalar.call(new Broadcast(shape, List.of()));
    }

    /// Repeats along `axes` of the shape: the transpose of the sum over them.
    public static Expr broadcastOver(Expr x, Shape shape, List<Integer> axes) {
        var kept = IntStream.range(0, shape.rank()).filter(a -> !axes.contains(a)).boxed().toList();
        return axes.isEmpty() ? x : x.call(new Broadcast(shape, kept));
    }

    public static Expr reshape(Expr x, Shape shape) {
        return x.shape().equals(shape) ? x : x.call(new Reshape(shape));
    }

    /// Puts axes that a reduction removed back with size 1.
    public static Expr keep(Expr x, List<Integer> axes) {
        var sizes = new ArrayList<>(x.shape().sizes());
        axes.stream().sorted().forEach(a -> sizes.add(a, Size.ONE));
        return reshape(x, new Shape(sizes));
    }
}
