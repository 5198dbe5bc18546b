package dev.dnet.compiler.ir;

import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.OptionalInt;

/// A value that is given to a graph, not computed in it.
public interface Given extends Op {

    /// The type that it is given with.
    TensorType declared();

    @Override
    default TensorType type(List<TensorType> operands) {
        return declared();
    }

    @Override
    default NdArray eval(List<NdArray> operands, TensorType result) {
        throw new IllegalStateException("an input is given, not computed: " + this);
    }

    @Override
    default Compute compute(List<TensorType> operands, TensorType result) {
        throw new IllegalStateException("an input is given, not computed: " + this);
    }

    @Override
    default List<OptionalInt> gradient(Vjp v) {
        return List.of();
    }
}
