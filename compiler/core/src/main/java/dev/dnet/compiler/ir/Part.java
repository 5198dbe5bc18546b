package dev.dnet.compiler.ir;

import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.OptionalInt;

/// A further result of an operation that has several: its operand is the value of that operation,
/// which is result 0.
public record Part(int result, TensorType declared) implements Op {

    @Override
    public TensorType type(List<TensorType> operands) {
        return declared;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType type) {
        throw new IllegalStateException("the interpreter keeps all results of a scan");
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType type) {
        return new Compute.Turns();
    }

    @Override
    public List<OptionalInt> gradient(Vjp v) {
        throw new IllegalStateException("all results of a scan are differentiated together");
    }
}
