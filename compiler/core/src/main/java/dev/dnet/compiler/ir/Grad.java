package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.TensorType;

import java.util.List;

/// `grad(y, x)`: the derivative of each element of `y` with respect to the earlier value `x` of the
/// same graph, with the axes of `y` before those of `x`. The autodiff pass replaces it by the
/// values that compute it.
public record Grad() implements Differentiation {

    @Override
    public TensorType type(List<TensorType> operands) {
        var y = operands.getFirst();
        if (!y.isFloat()) {
            throw OpError.internal("the gradient of " + y);
        }
        if (!operands.get(1).isFloat()) {
            throw OpError.internal("the gradient with respect to " + operands.get(1));
        }
        var x = operands.get(1);
        return x.withShape(y.shape().concat(x.shape()));
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        throw new IllegalStateException("grad is replaced before anything runs");
    }
}
