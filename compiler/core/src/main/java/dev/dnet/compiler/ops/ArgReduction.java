package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A reduction whose result is the position of a value instead of the value: the first one where
/// several are equal.
public interface ArgReduction extends Reduction {

    @Override
    default TensorType type(List<TensorType> operands) {
        return Reduction.super.type(operands).withElement(ElementType.I32);
    }

    @Override
    default NdArray eval(List<NdArray> operands, TensorType result) {
        var x = operands.getFirst();
        var best = NdArray.filled(result.shape().dims(), Double.NaN);
        var position = NdArray.filled(result.shape().dims(), 0);
        var seen = new int[best.size()];
        var index = new long[x.rank()];
        for (double value : x.data()) {
            int at = best.offset(Reduction.kept(index, axes()));
            if (seen[at] == 0 || beats(value, best.data()[at])) {
                best.data()[at] = value;
                position.data()[at] = seen[at];
            }
            seen[at]++;
            NdArray.advance(index, x.shape());
        }
        return position;
    }

    private boolean beats(double value, double best) {
        return reducer() == Reducer.ARG_MAX ? value > best : value < best;
    }

    /// The position along axes of size 1, or in a constant, is 0.
    @Override
    default OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        var x = new Expr(graph, operands.getFirst());
        if (Known.value(x).isEmpty() && !axes().stream().allMatch(a -> x.shape().size(a).is(1))) {
            return OptionalInt.empty();
        }
        var zero = Formulas.constant(graph, ElementType.I32, 0);
        return OptionalInt.of(Formulas.fill(zero, x.shape().without(axes())).value());
    }

    @Override
    default List<Optional<Expr>> cotangents(List<Expr> x, Expr y, Expr dy) {
        return List.of(Optional.empty());
    }
}
