package dev.dnet.compiler.ir;

import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.OptionalInt;

/// Operations that say how a graph is differentiated. Elaboration writes them and the autodiff pass
/// takes them away, so nothing later meets one. All but [Grad] have the value of their first
/// operand.
public sealed interface Differentiation extends Op permits Grad, Mark, Stop, TakenFor, Ruled {

    @Override
    default TensorType type(List<TensorType> operands) {
        return operands.getFirst();
    }

    @Override
    default NdArray eval(List<NdArray> operands, TensorType result) {
        return operands.getFirst();
    }

    @Override
    default Compute compute(List<TensorType> operands, TensorType result) {
        throw new IllegalStateException(name() + " is taken away before anything is lowered");
    }

    @Override
    default List<OptionalInt> gradient(Vjp v) {
        throw new IllegalStateException("the sweep itself knows " + name());
    }
}
