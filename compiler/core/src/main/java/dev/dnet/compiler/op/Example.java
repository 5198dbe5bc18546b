package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.Collections;
import java.util.List;

/// Operands on which an operator is tried: the tests compare reference, emitted code and gradient
/// on them.
public record Example(Op op, List<TensorType> operands, List<Values> values) {

    /// What numbers an operand is filled with.
    public enum Values {
        /// Normal draws.
        ANY,
        /// Between 0.5 and 2.
        POSITIVE,
        /// Away from zero by 0.2 and from each other by 0.01: for what is not smooth where values
        /// meet.
        DISTINCT,
        /// Between -0.9 and 0.9.
        UNIT,
        /// Whole numbers 0, 1, 2: indices, and bools.
        INDEX,
        /// Whole numbers from -7 to 7 without 0.
        WHOLE,
        BOOL,
        /// All true.
        TRUE,
        /// A symmetric positive definite matrix in the last two axes.
        POSITIVE_DEFINITE,
        /// A well-conditioned lower triangular matrix in the last two axes.
        LOWER_TRIANGULAR,
        /// A seed and a step.
        KEY
    }

    /// Operands filled as [#values] says, the same for the same seed.
    public List<NdArray> inputs(long seed) {
        return new Filling(seed).operands(this);
    }

    /// The same with another type for operands of f32.
    public Example in(ElementType type) {
        return new Example(
                op,
                operands.stream()
                        .map(o -> o.element() == ElementType.F32 ? o.withElement(type) : o)
                        .toList(),
                values);
    }

    public static Example of(Op op, Values values, TensorType... operands) {
        return new Example(op, List.of(operands), Collections.nCopies(operands.length, values));
    }
}
