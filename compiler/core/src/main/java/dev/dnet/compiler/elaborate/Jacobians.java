package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Mark;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.ops.Formulas;

import java.util.List;
import java.util.stream.IntStream;

/// All partial derivatives of a tensor: a backward sweep for each of its elements, or, where the
/// argument is known to have fewer, a forward sweep for each of its own.
final class Jacobians {
    private final Evaluator evaluator;
    private final Point point;

    Jacobians(Evaluator evaluator, Point point) {
        this.evaluator = evaluator;
        this.point = point;
    }

    /// For each result and each argument a tensor with the axes of the result, then those of the
    /// argument.
    Value of(Value results) {
        return Trees.map(results, y -> point.perMark(x -> of(y, x)));
    }

    private Value.Tensor of(Value.Tensor y, Value.Tensor x) {
        var out = y.type().shape().elements();
        var in = x.type().shape().elements();
        boolean forward = in.isConstant() && (!out.isConstant() || in.value() < out.value());
        return forward ? byColumns(y, x) : point.grad(y, x);
    }

    /// The derivative of each element of reverse mode by the cotangent, which stands for any.
    private Value.Tensor byColumns(Value.Tensor y, Value.Tensor x) {
        var graph = evaluator.session().graph();
        var value = expr(y);
        var cotangent = new Expr(graph, graph.add(new Mark(), Formulas.like(value, 0).value()));
        var axes = IntStream.range(0, value.rank()).boxed().toList();
        var product = Formulas.sum(Formulas.mul(value, cotangent), axes);
        var back = point.grad(tensor(product), x);
        var columns = expr(point.grad(back, tensor(cotangent)));
        return tensor(Formulas.transpose(columns, swapped(x.type().rank(), y.type().rank())));
    }

    private static List<Integer> swapped(int first, int second) {
        return IntStream.range(0, first + second)
                .mapToObj(k -> (k + first) % (first + second))
                .toList();
    }

    private Expr expr(Value.Tensor tensor) {
        return new Expr(evaluator.session().graph(), tensor.position());
    }

    private Value.Tensor tensor(Expr expr) {
        return evaluator.session().tensor(expr.value());
    }
}
