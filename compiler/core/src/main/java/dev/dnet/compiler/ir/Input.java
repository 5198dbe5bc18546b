package dev.dnet.compiler.ir;

import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.TensorType;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// A value that comes from outside the program: an argument, a variable's present value, or a
/// number of the run.
public record Input(Role role, String path, TensorType declared) implements Op {

    public enum Role {
        /// An argument of the call, such as a batch field.
        ARGUMENT,
        /// A trained parameter.
        PARAMETER,
        /// State written by `<-`, such as running statistics.
        STATE,
        /// An optimiser's slot.
        SLOT,
        /// `i64[2]`: the seed and the step, the key of all random draws of this call.
        KEY,
        /// `i64`: the number of this training step, from 1.
        STEP,
        /// In the body of a [Scan]: this turn's slice of a tensor.
        ELEMENT,
        /// In the body of a [Scan]: what the turn before gave.
        CARRY,
        /// In the body of a [Scan]: the same in every turn.
        CAPTURED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isVariable() {
        return role == Role.PARAMETER || role == Role.STATE || role == Role.SLOT;
    }

    /// Whether it stands in the body of a loop.
    public boolean isOfBody() {
        return role == Role.ELEMENT || role == Role.CARRY || role == Role.CAPTURED;
    }

    @Override
    public TensorType type(List<TensorType> operands) {
        return declared;
    }

    @Override
    public NdArray eval(List<NdArray> operands, TensorType result) {
        throw new IllegalStateException("an input is given, not computed: " + path);
    }

    @Override
    public Compute compute(List<TensorType> operands, TensorType result) {
        throw new IllegalStateException("an input is given, not computed: " + path);
    }

    @Override
    public List<OptionalInt> gradient(Vjp v) {
        return List.of();
    }
}
