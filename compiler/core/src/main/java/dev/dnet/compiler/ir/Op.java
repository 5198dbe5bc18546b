package dev.dnet.compiler.ir;

import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An operation together with its attributes: a record, so that equal operations are equal values.
/// Everything the compiler knows of it stands in its one file.
public interface Op extends Named {

    /// The result's type, or an [OpError] that says what is wrong with the operands.
    TensorType type(List<TensorType> operands);

    /// The float64 reference.
    NdArray eval(List<NdArray> operands, TensorType result);

    /// The computation, for the code generators.
    Compute compute(List<TensorType> operands, TensorType result);

    /// For each operand the value that holds its cotangent, or nothing where none flows; appended
    /// to `v.graph()`.
    List<OptionalInt> gradient(Vjp v);

    /// Why there is no gradient, for an operation that has none; a gradient that is zero everywhere
    /// is not a reason.
    default Optional<String> whyNoGradient() {
        return Optional.empty();
    }

    /// A simpler value that equals this one, if there is one: an earlier value, or new ones
    /// appended to the graph.
    default OptionalInt simplify(GraphBuilder graph, List<Integer> operands) {
        return OptionalInt.empty();
    }

    /// What reverse mode hands to [#gradient]: the operands, the result and the result's cotangent.
    record Vjp(GraphBuilder graph, List<Integer> operands, int result, int cotangent) {}
}
