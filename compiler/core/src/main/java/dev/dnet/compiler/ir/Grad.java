package dev.dnet.compiler.ir;

import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.OptionalInt;

/// `grad(y, x)`: the derivative of the scalar `y` with respect to the earlier value `x` of the same
/// graph. Elaboration writes it; the autodiff pass replaces it by the values that compute it, so
/// nothing later meets one.
public record Grad() implements Op {

    @Override
    public TensorType type(List<TensorType> operands) {
        var y = operands.getFirst();
        if (y.rank() != 0 || !y.isFloat()) {
            throw OpError.internal("the gradient of " + y);
        }
        if (!operands.get(1).isFloat()) {
            throw OpError.internal("the gradient with respect to " + operands.get(1));
        }
        return operands.get(1);
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        throw new IllegalStateException("grad is replaced before anything runs");
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        throw new IllegalStateException("grad is replaced before anything runs");
    }

    @Override
    public List<OptionalInt> gradient(Vjp v) {
        throw new IllegalStateException("inner gradients are replaced before outer ones");
    }
}
