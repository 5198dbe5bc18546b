package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Mark;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Concat;
import dev.dnet.compiler.ops.Formulas;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// All partial derivatives of a tensor: one backward sweep for each of its elements, or, where the
/// arguments have fewer, one forward sweep for each of theirs. Each sweep is written out, so one of
/// the two counts has to be known when compiling.
final class Jacobians {
    private static final long MOST = 1024;
    private final Evaluator evaluator;
    private final Point point;
    private final Span at;

    Jacobians(Evaluator evaluator, Point point, Span at) {
        this.evaluator = evaluator;
        this.point = point;
        this.at = at;
    }

    /// For each result and each argument a tensor with the axes of the result, then those of the
    /// argument.
    Value of(Value results) {
        return Trees.map(results, this::of);
    }

    /// The elements of the result are shared, and so are their sweeps.
    private Value of(Value.Tensor y) {
        var elements = new ArrayList<Value.Tensor>();
        return point.perMark(mark -> of(y, mark, elements));
    }

    private Value.Tensor of(Value.Tensor y, Value.Tensor x, List<Value.Tensor> elements) {
        var out = y.type().shape().elements();
        var in = x.type().shape().elements();
        boolean forward = in.isConstant() && (!out.isConstant() || in.value() < out.value());
        var rows = forward ? in : out;
        requireFew(rows, y, x);
        if (!forward && elements.isEmpty()) {
            elements.addAll(elements(y));
        }
        return forward ? byColumns(y, x) : byRows(y, x, elements);
    }

    private Value.Tensor byRows(Value.Tensor y, Value.Tensor x, List<Value.Tensor> elements) {
        var rows = elements.stream().map(e -> point.grad(e, x)).toList();
        var shape = y.type().shape().sizes();
        return tensor(stacked(rows, joined(shape, x.type().shape().sizes())));
    }

    /// The derivative of each element of reverse mode by the cotangent, which stands for any.
    private Value.Tensor byColumns(Value.Tensor y, Value.Tensor x) {
        var graph = evaluator.session().graph();
        var value = expr(y);
        var cotangent = new Expr(graph, graph.add(new Mark(), Formulas.like(value, 0).value()));
        var axes = IntStream.range(0, value.rank()).boxed().toList();
        var product = Formulas.sum(Formulas.mul(value, cotangent), axes);
        var back = point.grad(tensor(product), x);
        var columns = elements(back).stream().map(e -> point.grad(e, tensor(cotangent))).toList();
        var turned = stacked(columns, joined(x.type().shape().sizes(), y.type().shape().sizes()));
        return tensor(Formulas.transpose(turned, swapped(x.type().rank(), y.type().rank())));
    }

    private static List<Integer> swapped(int first, int second) {
        return IntStream.range(0, first + second)
                .mapToObj(k -> (k + first) % (first + second))
                .toList();
    }

    private static Shape joined(List<Size> first, List<Size> second) {
        var sizes = new ArrayList<>(first);
        sizes.addAll(second);
        return new Shape(sizes);
    }

    private List<Value.Tensor> elements(Value.Tensor of) {
        var flat = Formulas.reshape(expr(of), new Shape(List.of(of.type().shape().elements())));
        return IntStream.range(0, Math.toIntExact(of.type().shape().elements().value()))
                .mapToObj(k -> Formulas.slice(flat, 0, Size.of(k), Size.ONE))
                .map(e -> tensor(Formulas.reshape(e, Shape.SCALAR)))
                .toList();
    }

    private Expr stacked(List<Value.Tensor> parts, Shape shape) {
        var graph = evaluator.session().graph();
        var rows =
                parts.stream()
                        .map(p -> Formulas.reshape(expr(p), p.type().shape().insert(0, Size.ONE)))
                        .toList();
        return Formulas.reshape(Expr.call(graph, new Concat(0), rows), shape);
    }

    private Expr expr(Value.Tensor tensor) {
        return new Expr(evaluator.session().graph(), tensor.position());
    }

    private Value.Tensor tensor(Expr expr) {
        return evaluator.session().tensor(expr.value());
    }

    private void requireFew(Size rows, Value.Tensor y, Value.Tensor x) {
        var what = "the Jacobian of " + y.type() + " by " + x.type();
        if (!rows.isConstant()) {
            throw Refusal.of(
                    "grad/symbolic-size",
                    at,
                    what + " has as many rows and columns as only a call tells",
                    "give the result or the argument a size that is a number, or take what is"
                            + " needed of it by `vjp` or `jvp`");
        }
        if (rows.value() > MOST) {
            throw Refusal.of(
                    "grad/jacobian-size",
                    at,
                    what + " takes " + rows + " sweeps; at most " + MOST + " are written out",
                    "take what is needed of it by `vjp` or `jvp`");
        }
    }
}
